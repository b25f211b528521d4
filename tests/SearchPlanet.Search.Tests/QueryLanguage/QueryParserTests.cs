using SearchPlanet.Search.QueryLanguage;

namespace SearchPlanet.Search.Tests.QueryLanguage;

public sealed class QueryParserTests
{
    [Theory]
    [InlineData("", "everything")]
    [InlineData("   ", "everything")]
    [InlineData("django", "word<django>")]
    [InlineData("django migrations", "all(word<django>, word<migrations>)")]
    [InlineData("django AND migrations", "all(word<django>, word<migrations>)")]
    [InlineData("a OR b", "any(word<a>, word<b>)")]
    [InlineData("a | b", "any(word<a>, word<b>)")]
    [InlineData("a|b", "any(word<a>, word<b>)")]
    [InlineData("a or b", "all(word<a>, word<or>, word<b>)")]
    [InlineData("a b OR c d", "any(all(word<a>, word<b>), all(word<c>, word<d>))")]
    [InlineData("a (b OR c) d", "all(word<a>, any(word<b>, word<c>), word<d>)")]
    [InlineData("((a))", "word<a>")]
    [InlineData("(a b) c", "all(word<a>, word<b>, word<c>)")]
    [InlineData("a OR (b OR c)", "any(word<a>, word<b>, word<c>)")]
    [InlineData("-a", "not(word<a>)")]
    [InlineData("NOT a", "not(word<a>)")]
    [InlineData("NOT NOT a", "word<a>")]
    [InlineData("NOT -a", "word<a>")]
    [InlineData("a AND -b", "all(word<a>, not(word<b>))")]
    [InlineData("-(a b)", "not(all(word<a>, word<b>))")]
    [InlineData("-\"a b\"", "not(phrase<a b>)")]
    [InlineData("--fake-initial", "word<--fake-initial>")]
    [InlineData("NOT --fake", "not(word<--fake>)")]
    [InlineData("\"safe  django\"", "phrase<safe django>")]
    [InlineData("\u201csafe django\u201d", "phrase<safe django>")]
    [InlineData("\"a b\"\"c d\"", "all(phrase<a b>, phrase<c d>)")]
    [InlineData("print(x)", "word<print(x)>")]
    [InlineData("(print(x))", "word<print(x)>")]
    [InlineData("print(a b)", "all(word<print>, word<a>, word<b>)")]
    [InlineData("migrat*", "prefix<migrat>")]
    [InlineData("migratoin~", "fuzzy<migratoin>")]
    [InlineData("migratoin~2", "fuzzy<migratoin>")]
    [InlineData("HEAD~3", "word<HEAD~3>")]
    [InlineData("title:xz", "Title word<xz>")]
    [InlineData("title:\"a b\"", "Title phrase<a b>")]
    [InlineData("title:mig*", "Title prefix<mig>")]
    [InlineData("title:(a OR b)", "any(Title word<a>, Title word<b>)")]
    [InlineData("code:f(a,b)", "Code word<f(a,b)>")]
    [InlineData("tag:orm", "Tag<orm>")]
    [InlineData("Tag:ORM", "Tag<orm>")]
    [InlineData("#orm", "Tag<orm>")]
    [InlineData("[machine learning]", "Tag<machine learning>")]
    [InlineData("-[orm]", "not(Tag<orm>)")]
    [InlineData("-#orm", "not(Tag<orm>)")]
    [InlineData("tag:orm,sql", "Tag<orm|sql>")]
    [InlineData("tag:\"a, b\",c", "Tag<a, b|c>")]
    [InlineData("tag:a tag:b", "all(Tag<a>, Tag<b>)")]
    [InlineData("tag:(a OR b)", "any(Tag<a>, Tag<b>)")]
    [InlineData("-tag:x", "not(Tag<x>)")]
    [InlineData("author:\"Adam Johnson\"", "Author<Adam Johnson>")]
    [InlineData("by:adam author:Simon", "Author<adam|Simon>")]
    [InlineData("kind:link x kind:quote", "all(Kind<link|quote>, word<x>)")]
    [InlineData("source:adamj.eu planet:django", "all(Source<adamj.eu>, Planet<django>)")]
    [InlineData("site:github.io lang:EN", "all(Site<github.io>, Lang<en>)")]
    [InlineData("has:code imports:django.db", "all(code, Imports<django.db>)")]
    [InlineData("imports:a imports:b", "all(Imports<a>, Imports<b>)")]
    [InlineData("after:2024", "after<20240101>")]
    [InlineData("before:2024-03", "before<20240301>")]
    [InlineData("date:2024", "published<20240101-20250101>")]
    [InlineData("date:2024-02", "published<20240201-20240301>")]
    [InlineData("date:2024-02-29", "published<20240229-20240301>")]
    [InlineData("date:2024-01..2024-03", "published<20240101-20240401>")]
    [InlineData("date:2024..", "published<20240101->")]
    [InlineData("date:>2024-01-01", "published<20240102->")]
    [InlineData("date:>=2024-01-01", "published<20240101->")]
    [InlineData("date:<2024", "published<-20240101>")]
    [InlineData("date:<=2024", "published<-20250101>")]
    [InlineData("date:2023 date:2025", "published<20230101-20240101|20250101-20260101>")]
    [InlineData("last:30d", "last<30d>")]
    [InlineData("django:6.0", "django<6.0>")]
    [InlineData("python:>=3.12", "python<>=3.12>")]
    [InlineData("python:<3", "python<<3>")]
    [InlineData("django:4.2..5.2", "django<4.2..5.2>")]
    [InlineData("python:3.x", "python<3>")]
    [InlineData("pep:810,649", "pep<810|649>")]
    [InlineData("cve:CVE-2025-12345", "cve<2025-12345>")]
    [InlineData("dep:0014", "dep<14>")]
    [InlineData("re:zero", "phrase<re:zero>")]
    [InlineData("std::vector", "phrase<std::vector>")]
    [InlineData("10:30", "word<10:30>")]
    [InlineData("C++ C# .NET", "all(word<C++>, word<C#>, word<.NET>)")]
    public void Parse_Query_GivesTree(string query, string tree) => QueryTreeText.Of(QueryParser.Parse(query).Root).ShouldBe(tree);

    [Theory]
    [InlineData("django migrations tag:orm foo:bar", "unknown-operator", "foo:", 26)]
    [InlineData("https://wiki.x.org", "unknown-operator", "https:", 0)]
    [InlineData("x tag:", "empty-value", "tag:", 2)]
    [InlineData("date:2025-13-45", "bad-date", "date:2025-13-45", 0)]
    [InlineData("after:soon", "bad-date", "after:soon", 0)]
    [InlineData("python:three", "bad-version", "python:three", 0)]
    [InlineData("kind:video", "bad-value", "kind:video", 0)]
    [InlineData("has:images", "bad-value", "has:images", 0)]
    [InlineData("sort:random", "bad-value", "sort:random", 0)]
    [InlineData("AND", "dangling-operator", "AND", 0)]
    [InlineData("a OR", "dangling-operator", "OR", 2)]
    [InlineData("\"unclosed", "unclosed-quote", "\"", 0)]
    [InlineData("(a", "unclosed-group", "(", 2)]
    [InlineData("a)", "stray-parenthesis", ")", 1)]
    [InlineData(">>>", "nothing-to-search", ">>>", 0)]
    [InlineData("-", "nothing-to-search", "-", 0)]
    [InlineData("*word", "leading-wildcard", "*", 0)]
    [InlineData("a*b", "inner-wildcard", "a*b", 0)]
    [InlineData("a*", "prefix-too-short", "a*", 0)]
    [InlineData("2024~", "not-fuzzy", "2024~", 0)]
    [InlineData("a\0b", "bad-character", "U+0000", 1)]
    public void Parse_OddInput_NotesItAndStrictRefusesIt(string query, string code, string text, int at)
    {
        var note = QueryParser.Parse(query).Notes.ShouldHaveSingleItem();
        (note.Code, note.Text, note.At).ShouldBe((code, text, at));
        var refused = Should.Throw<QuerySyntaxException>(() => QueryParser.Parse(query, isStrict: true));
        (refused.Code, refused.At).ShouldBe((code, at));
    }

    [Fact]
    public void Parse_LoneSurrogate_IsABlankWithANote()
    {
        var parsed = QueryParser.Parse("a\ud800b");
        QueryTreeText.Of(parsed.Root).ShouldBe("all(word<a>, word<b>)");
        parsed.Notes.ShouldHaveSingleItem().Text.ShouldBe("U+D800");
    }

    [Theory]
    [InlineData("django migrations tag:orm foo:bar", "django migrations tag:orm \"foo:bar\"")]
    [InlineData("by:\"Adam Johnson\" | #orm", "author:\"Adam Johnson\" OR tag:orm")]
    [InlineData("sort:date NOT (b c) date:2024-01..2024-12", "-(b c) date:2024 sort:newest")]
    [InlineData("author:a x author:b", "author:a,b x")]
    [InlineData("(a OR b) AND c", "(a OR b) c")]
    [InlineData("\"unclosed words", "unclosed words")]
    [InlineData("python:=3.12 django:..4.2", "python:3.12 django:<=4.2")]
    public void Parse_Query_EchoesCanonicalSpelling(string query, string normalized) => QueryParser.Parse(query).Normalized.ShouldBe(normalized);

    [Fact]
    public void Parse_TooManyWords_KeepsTheFirst32()
    {
        var parsed = QueryParser.Parse(string.Join(' ', Enumerable.Range(0, 60).Select(i => $"w{i}")));
        parsed.Root.ShouldBeOfType<QueryNode.All>().Nodes.Length.ShouldBe(32);
        parsed.Notes.ShouldHaveSingleItem().Code.ShouldBe("too-many-clauses");
    }

    [Fact]
    public void Parse_TooLong_KeepsWholeWordsOfTheFirst512()
    {
        var parsed = QueryParser.Parse(string.Concat(Enumerable.Repeat("abcdefghijklmnopqrstuvwxyz ", 100)));
        parsed.Root.ShouldBeOfType<QueryNode.All>().Nodes.ShouldAllBe(n => ((QueryNode.Word)n).Text.Length == 26);
        parsed.Notes.ShouldHaveSingleItem().Code.ShouldBe("too-long");
    }

    [Fact]
    public void Parse_TooDeep_ReadsWhatIsInsideAtTheDeepestLevel()
    {
        var parsed = QueryParser.Parse(new string('(', 12) + "a" + new string(')', 12) + " b");
        QueryTreeText.Of(parsed.Root).ShouldBe("all(word<a>, word<b>)");
        parsed.Notes.ShouldHaveSingleItem().Code.ShouldBe("too-deep");
    }

    [Theory]
    [InlineData("python:3.12", "3.12.4", true)]
    [InlineData("python:3.1", "3.12", false)]
    [InlineData("python:3", "3.14", true)]
    [InlineData("python:>=3.12", "3.14", true)]
    [InlineData("python:>=3.12", "3.9", false)]
    [InlineData("python:>3.12", "3.12.4", false)]
    [InlineData("python:<=3.12", "3.12.4", true)]
    [InlineData("python:<3.12", "3.12.4", false)]
    [InlineData("python:3.8..3.12", "3.12.1", true)]
    [InlineData("django:6.0", "6", true)]
    public void Mentions_Range_HoldsVersion(string query, string version, bool isHeld)
    {
        VersionNumber.TryParse(version, out var number).ShouldBeTrue();
        QueryParser.Parse(query).Root.ShouldBeOfType<QueryNode.Mentions>().Ranges[0].Contains(number).ShouldBe(isHeld);
    }
}
