namespace SearchPlanet.Bench.Posts;

/// <summary>What a developer types, from one rare word to filters over everything.</summary>
internal static class PostQueries
{
    public static IReadOnlyList<string> All { get; } =
    [
        "", "python", "django", "django migrations", "async django", "select_related", "QuerySet", "manage.py migrate", "C++", "C#", ".NET", "f-string", "__init__",
        "\"class based views\"", "cbv", "drf serializer", "postgres full text search", "pip install", "virtualenv", "type hints", "asyncio gather", "pytest fixtures",
        "docker compose django", "celery redis", "plone 6 volto", "twisted deferred", "web scraping", "pandas dataframe", "numpy vectorize", "machine learning", "security release",
        "tag:python", "tag:django migrations", "author:\"Simon Willison\"", "author:ned coverage", "kind:link sqlite", "source:nedbatchelder.com python", "date:2024 python",
        "after:2023 llm", "python:>=3.12", "django:6.0", "pep:810", "migrat*", "djnago~", "python OR ruby", "(django OR flask) -celery", "title:python", "code:select_related",
        "has:code generator", "imports:django.db", "sort:newest python", "sort:oldest rust", "last:365d ai", "\"monkey patching\"", "the", "how to deploy a django app", "gil removal",
        "what is new in python 3.14", "git rebase", "css grid", "javascript promises", "rust ownership", "sqlite json", "openai api", "test driven development", "continuous integration",
        // Little or nothing is found: other spellings and looser queries are tried.
        "djago migratons", "author:adam celery flask rust", "QuerySet.bulk_create", "plone volto kubernetes rust",
    ];
}
