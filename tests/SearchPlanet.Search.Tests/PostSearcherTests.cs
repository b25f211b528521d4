using SearchPlanet.Posts;
using SearchPlanet.Search.Results;
using static SearchPlanet.Search.Tests.PostFixture;

namespace SearchPlanet.Search.Tests;

public sealed class PostSearcherTests
{
    private static PostFixture Posts() => new(
        Post("a", "Safe Django migrations", "How to run `manage.py migrate --fake` safely with Django 6.0.", "2025-12-01", "Adam Johnson", "django,orm", "adamj.eu", "django,python"),
        Post("b", "Using select_related", "Call `QuerySet.select_related()` once.\n\n```python\nfrom django.db.models import QuerySet\n```\n", "2024-05-02", "Adam Johnson", "django", "adamj.eu", "django"),
        Post("c", "C++ for Python people", "Templates and the GIL. Written for Python 3.12.", "2023-01-10", "Ned", "python,c", "nedbatchelder.com", "python"),
        Post("d", "A link", "The migration of geese, in C.", "2023-01-10", "Simon Willison", "", "simonwillison.net", "", PostKind.Link),
        Post("e", "Undated thoughts", "About Plone 6.1 and café culture.", "", "Maurits van Rees", "plone", "maurits.vanrees.org", "plone", PostKind.Post, "nl_BE"));

    [Theory]
    [InlineData("", "a b c d e")]
    [InlineData("migration", "a d")]
    [InlineData("\"migration\"", "d")]
    [InlineData("migrations -geese", "a")]
    [InlineData("C++", "c")]
    [InlineData("select_related", "b")]
    [InlineData("select related", "b")]
    [InlineData("QuerySet.select_related()", "b")]
    [InlineData("manage.py migrate --fake", "a")]
    [InlineData("cafe", "e")]
    [InlineData("tag:django", "a b")]
    [InlineData("#Django -tag:orm", "b")]
    [InlineData("tag:orm,plone", "a e")]
    [InlineData("tag:django tag:orm", "a")]
    [InlineData("author:adam", "a b")]
    [InlineData("by:\"Simon Willison\"", "d")]
    [InlineData("author:ned author:simon", "c d")]
    [InlineData("source:adamj.eu", "a b")]
    [InlineData("source:\"The adamj.eu\"", "a b")]
    [InlineData("planet:django,plone", "a b e")]
    [InlineData("site:vanrees.org", "e")]
    [InlineData("kind:link", "d")]
    [InlineData("lang:nl", "e")]
    [InlineData("lang:nl-BE", "e")]
    [InlineData("lang:en", "c")]
    [InlineData("title:link", "d")]
    [InlineData("has:code", "b")]
    [InlineData("imports:django.db", "b")]
    [InlineData("code:models", "b")]
    [InlineData("date:2023", "c d")]
    [InlineData("date:2024 date:2025-12", "a b")]
    [InlineData("after:2024-05-02", "a b")]
    [InlineData("before:2024-05-02", "c d")]
    [InlineData("date:>2024-05-02", "a")]
    [InlineData("django:6.0", "a")]
    [InlineData("django:>=5", "a")]
    [InlineData("python:3", "c")]
    [InlineData("migrat*", "a d")]
    [InlineData("migratoin~", "a d")]
    [InlineData("geese OR tag:plone", "d e")]
    [InlineData("-tag:django -kind:link", "c e")]
    [InlineData("NOT (django OR geese)", "c e")]
    [InlineData("nothinglikethis", "")]
    [InlineData("*", "a b c d e")]
    public void Search_Query_FindsExactlyThese(string query, string ids)
    {
        using var posts = Posts();
        var response = posts.Search(query);
        string.Join(' ', response.Hits.Select(h => h.Id).Order(StringComparer.Ordinal)).ShouldBe(ids);
        response.Total.ShouldBe(response.Hits.Count);
        foreach (var sort in new[] { "relevance", "newest", "oldest" })
        {
            posts.Search($"{query} sort:{sort}").Total.ShouldBe(response.Total);
        }
    }

    [Fact]
    public void Search_WithoutWords_IsNewestFirstAndUndatedLast()
    {
        using var posts = Posts();
        posts.Ids("").ShouldStartWith("a b ");
        posts.Ids("").ShouldEndWith(" e");
        posts.Ids("sort:oldest").ShouldEndWith("b a e");
    }

    [Fact]
    public void Search_Cursor_ReachesEveryHitOnceInAnySort()
    {
        using var posts = new PostFixture(Enumerable.Range(0, 57).Select(i => Post($"p{i}", $"post {i % 5}", "word " + new string('x', i), $"2024-01-{1 + (i % 9):00}")));
        foreach (var sort in Enum.GetValues<SortOrder>())
        {
            var seen = new List<string>();
            string? cursor = null;
            do
            {
                var page = posts.Search(new SearchRequest { Query = "word post", Sort = sort, Limit = 10, Cursor = cursor });
                page.Total.ShouldBe(57);
                seen.AddRange(page.Hits.Select(h => h.Id));
                cursor = page.NextCursor;
                posts.Add(Post($"later{seen.Count}", "unlike the others"));
            }
            while (cursor is not null);
            seen.Count.ShouldBe(57);
            seen.Distinct().Count().ShouldBe(57);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Search_ForeignCursor_IsRefused(string cursor)
    {
        using var posts = Posts();
        Should.Throw<StaleCursorException>(() => posts.Search(new SearchRequest { Cursor = cursor }));
    }

    [Fact]
    public void Search_CursorOfAnotherQuery_IsRefused()
    {
        using var posts = Posts();
        var cursor = posts.Search(new SearchRequest { Limit = 1 }).NextCursor;
        Should.Throw<StaleCursorException>(() => posts.Search(new SearchRequest { Query = "django", Limit = 1, Cursor = cursor }));
    }

    [Fact]
    public void Search_Facets_IgnoreTheirOwnOrFilter()
    {
        using var posts = Posts();
        var facets = posts.Search(new SearchRequest { Query = "author:adam", Facets = ["author", "planet", "tag", "year"] }).Facets;
        Counts(facets["author"]).ShouldBe("Adam Johnson 2, Maurits van Rees 1, Ned 1, Simon Willison 1");
        Counts(facets["planet"]).ShouldBe("django 2, python 1");
        Counts(facets["tag"]).ShouldBe("django 2, orm 1");
        Counts(facets["year"]).ShouldBe("2024 1, 2025 1");
    }

    [Fact]
    public void Search_TagFacet_HoldsWhatTheTagHolds()
    {
        using var posts = Posts();
        var facet = posts.Search(new SearchRequest { Query = "tag:orm", Facets = ["tag"] }).Facets["tag"];
        Counts(facet).ShouldBe("django 1, orm 1");
        facet.Values.Single(v => v.Selected).Value.ShouldBe("orm");
    }

    [Fact]
    public void Search_FacetSize_CountsTheRestAsOther()
    {
        using var posts = Posts();
        var facet = posts.Search(new SearchRequest { Facets = ["tag"], FacetSize = 1 }).Facets["tag"];
        Counts(facet).ShouldBe("django 2");
        facet.Other.ShouldBe(4);
    }

    [Fact]
    public void Search_SourceFacet_IsLabelledWithItsTitle()
    {
        using var posts = Posts();
        posts.Search(new SearchRequest { Facets = ["source"] }).Facets["source"].Values[0].ShouldBe(new FacetValue("adamj.eu", "The adamj.eu", 2, false));
    }

    [Fact]
    public void Search_Parameters_FilterAsTheOperatorsDo()
    {
        using var posts = Posts();
        SearchRequest With(string name, string[] include, string[] exclude) => new() { Filters = new Dictionary<string, FieldFilter> { [name] = new(include, exclude) } };
        posts.Search(With("tag", ["django", "orm"], [])).Total.ShouldBe(1);
        posts.Search(With("author", ["Adam Johnson", "Ned"], [])).Total.ShouldBe(3);
        posts.Search(With("kind", [], ["link"])).Total.ShouldBe(4);
        posts.Search(new SearchRequest { After = new DateOnly(2023, 1, 10), Before = new DateOnly(2024, 5, 2) }).Total.ShouldBe(2);
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("site")]
    public void Search_UnknownFilter_IsAnArgumentError(string name)
    {
        using var posts = Posts();
        Should.Throw<ArgumentException>(() => posts.Search(new SearchRequest { Filters = new Dictionary<string, FieldFilter> { [name] = new(["x"], []) } }));
    }

    [Fact]
    public void Search_Hit_MarksWhatMatchedAndEscapesTheRest()
    {
        using var posts = new PostFixture(Post("a", "Migrating <b> & \"more\"", "We ran the migrations & lived.\n\nNothing here."));
        var hit = posts.Search("migration").Hits[0];
        hit.TitleHtml.ShouldBe("<mark>Migrating</mark> &lt;b&gt; &amp; &quot;more&quot;");
        hit.Snippets.ShouldHaveSingleItem().ShouldBe(new Snippet("We ran the <mark>migrations</mark> &amp; lived.", "body", null));
    }

    [Fact]
    public void Search_Histogram_HasNoGaps()
    {
        using var posts = new PostFixture(Post("a", "x", "", "2024-01-31"), Post("b", "x", "", "2024-04-01"), Post("c", "x"));
        posts.Search("x").Histogram.Select(b => $"{b.From:yyyy-MM-dd} {b.To:yyyy-MM-dd} {b.Count}")
            .ShouldBe(["2024-01-01 2024-02-01 1", "2024-02-01 2024-03-01 0", "2024-03-01 2024-04-01 0", "2024-04-01 2024-05-01 1"]);
    }

    [Fact]
    public void Search_Misspelling_OffersOneThatFinds()
    {
        using var posts = new PostFixture(Enumerable.Range(0, 20).Select(i => Post($"p{i}", "Django migrations", "The migrations of Django")));
        var suggestion = posts.Search("django migratoins").Query.DidYouMean.ShouldNotBeNull();
        suggestion.Query.ShouldBe("django migrations");
        suggestion.Count.ShouldBe(20);
        posts.Search("\"migratoins\"").Query.DidYouMean.ShouldBeNull();
    }

    [Theory]
    [InlineData("migratoins tag:web", "migrations", 20)]
    [InlineData("migratoins author:nobody tag:web", "author:nobody migrations", 0)]
    [InlineData("migrations tag:djnago", "migrations tag:django", 20)]
    [InlineData("author:\"Adm Johnson\"", "author:\"Adam Johnson\"", 20)]
    [InlineData("migratoins before:2020", "migrations", 20)]
    [InlineData("tag:dj", "", 0)]
    [InlineData("cve:2024-12345", "", 0)]
    public void Search_MisspellingBesideOrInAFilter_OffersWhatFinds(string query, string meant, int count)
    {
        using var posts = new PostFixture(Enumerable.Range(0, 20).Select(i => Post($"p{i}", "Django migrations", "The migrations of Django", "2024-01-01", "Adam Johnson", "django")));
        var suggestion = posts.Search(query).Query.DidYouMean;
        (suggestion?.Query ?? "", suggestion?.Count ?? 0).ShouldBe(count == 0 ? ("", 0) : (meant, count));
    }

    [Fact]
    public void Search_MisspellingThatSomePostsHold_OffersTheSpellingOfAll()
    {
        using var posts = new PostFixture(
        [
            .. Enumerable.Range(0, 4).Select(static i => Post($"w{i}", "Something", "pyhton")),
            .. Enumerable.Range(0, 500).Select(static i => Post($"p{i}", "Something", "python")),
        ]);
        posts.Search("pyhton").Query.DidYouMean.ShouldNotBeNull().ShouldBe(new Suggestion("python", "python", 500));
    }

    [Fact]
    public void Search_PastedErrorMessage_OffersItsRarerWords()
    {
        using var posts = new PostFixture(
        [
            Post("a", "ImproperlyConfigured", "django.core.exceptions.ImproperlyConfigured: INSTALLED_APPS, settings are not configured."),
            .. Enumerable.Range(0, 9).Select(static i => Post($"p{i}", "Settings", "Requested of the most recent call last: the settings of line 10 are in a file")),
        ]);
        var response = posts.Search("Traceback (most recent call last): File line 10 ImproperlyConfigured: Requested INSTALLED_APPS settings are not configured");
        response.Total.ShouldBe(0);
        var rarer = response.Query.Relaxed.ShouldNotBeNull().Single(static s => s.Label == "only the rarer words");
        rarer.Count.ShouldBe(1);
        posts.Ids(rarer.Query).ShouldBe("a");
    }

    [Theory]
    [InlineData("django.utils.ImproperlyConfigured: the settings of INSTALLED_APPS in the file")]
    [InlineData("nowhere INSTALLED_APPS is in the file that is in the settings")]
    public void Search_ErrorMessageOfWhichAPartStandsNowhere_OffersTheRest(string query)
    {
        using var posts = new PostFixture(
        [
            Post("a", "Settings", "INSTALLED_APPS is where ImproperlyConfigured comes from"),
            .. Enumerable.Range(0, 9).Select(static i => Post($"p{i}", "Settings", "the file that is in the settings of django utils")),
        ]);
        posts.Search(query).Query.Relaxed.ShouldNotBeNull().Single(static s => s.Label == "only the rarer words").ShouldBe(new Suggestion("INSTALLED_APPS", "only the rarer words", 1));
    }

    [Fact]
    public void Search_QuestionThatFewAnswer_OffersWhatItIsAbout()
    {
        using var posts = new PostFixture(
        [
            Post("a", "Talk", "how do i reset the clock in django, and migrations"),
            .. Enumerable.Range(0, 9).Select(static i => Post($"p{i}", "Reset migrations", "in Django")),
            .. Enumerable.Range(0, 60).Select(static i => Post($"q{i}", "How we do it", "how do i say it in the end")),
        ]);
        var response = posts.Search("how do i reset migrations in django");
        response.Total.ShouldBe(1);
        response.Query.Relaxed.ShouldNotBeNull()[0].Query.ShouldBe("reset migrations django");
    }

    [Theory]
    [InlineData("https://www.blog.example/a/?utm_source=x", "a b")]
    [InlineData("blog.example/a", "a b")]
    [InlineData("\"http://blog.example/a\"", "a b")]
    [InlineData("https://blog.example/nowhere", "")]
    [InlineData("-blog.example/a", "c")]
    public void Search_PastedAddress_FindsThePostThereThenThoseThatLinkToIt(string query, string ids)
    {
        using var posts = new PostFixture(
            Post("c", "Another", "elsewhere", "2025-01-01"), Post("b", "Commentary", "on [this](https://blog.example/a)"), Post("a", "The post", "and its text"));
        posts.Ids(query).ShouldBe(ids);
        posts.Search(query).Query.Notes.Any(static n => n.Code == "address").ShouldBe(ids.StartsWith('a'));
    }

    [Fact]
    public void Search_AddressOfNoPost_OffersTheOthersOfItsSite()
    {
        using var posts = Posts();
        posts.Search("https://adamj.eu/tech/gone").Query.Relaxed.ShouldNotBeNull()[0].ShouldBe(new Suggestion("site:adamj.eu", "posts of adamj.eu", 2));
    }

    [Fact]
    public void Search_LittleFound_OffersWaysToMoreWithTheirCounts()
    {
        using var posts = Posts();
        var relaxed = posts.Search("django geese tag:plone").Query.Relaxed.ShouldNotBeNull();
        relaxed.ShouldAllBe(s => s.Count > 0 && posts.Search(s.Query).Total == s.Count);
    }

    [Fact]
    public void Search_NamedVersion_LabelsOlderPosts()
    {
        using var posts = new PostFixture(Post("old", "Django 6.0 plans", "", "2024-01-01"), Post("new", "Django 6.0 is out", "", "2026-01-01"));
        posts.Search("django 6.0").Hits.ToDictionary(h => h.Id, h => h.WrittenBefore).ShouldBe(new Dictionary<string, string?> { ["new"] = null, ["old"] = "Django 6.0" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("\"#geese link\"")]
    [InlineData("\"-geese link tag:x migrat*\"")]
    public void Search_PhraseWithOperators_IsRelaxedToWordsThatFindWhatIsSaid(string query)
    {
        using var posts = Posts();
        (posts.Search(query).Query.Relaxed ?? []).ShouldAllBe(s => posts.Search(s.Query).Total == s.Count);
    }

    [Fact]
    public void Search_Synonym_IsFoundAndSaid()
    {
        using var posts = new PostFixture(Post("a", "Django REST Framework tips"), Post("b", "DRF tips"));
        posts.Ids("drf tips").ShouldBe("b a");
        posts.Search("drf").Query.Notes.ShouldHaveSingleItem().Code.ShouldBe("synonyms");
        posts.Ids("django rest framework").ShouldContain("b");
        posts.Ids("\"drf\"").ShouldBe("b");
    }

    [Fact]
    public void Search_Explain_SaysWhatTheScoreIsMadeOf()
    {
        using var posts = Posts();
        var hit = posts.Search(new SearchRequest { Query = "django migration", Explain = true }).Hits[0];
        hit.Explanation.ShouldNotBeNull().ShouldMatch(
            @"^django \d\.\d\d \(title, tags, body\) \+ migration \d\.\d\d \(title, body\) \+ near each other \d\.\d\d = \d\.\d\d, × 0\.9\d for its age = \d\.\d\d$");
        hit.Explanation.ShouldEndWith($"= {hit.Score:F2}");
    }

    [Fact]
    public void Search_ExplainOfAPhrase_NamesItsFields()
    {
        using var posts = Posts();
        posts.Search(new SearchRequest { Query = "\"select related\"", Explain = true }).Hits[0].Explanation.ShouldNotBeNull().ShouldContain("(title, body)");
    }

    [Fact]
    public void Search_WordsOfATitleAndNoOthers_FindThatPostBeforeThoseThatRepeatThem()
    {
        using var posts = new PostFixture(
            Post("list", "Downloads", string.Concat(Enumerable.Range(0, 30).Select(i => $"release-{i}.tar.xz xz "))),
            Post("xz", "XZ", "An archive format, told at some length: how it came about, what it does better than those before it."),
            Post("more", "XZ and others", "xz"));
        posts.Ids("xz").Split(' ')[0].ShouldBe("xz");
        posts.Search(new SearchRequest { Query = "xz", Explain = true }).Hits[0].Explanation.ShouldNotBeNull().ShouldContain("the whole title");
    }

    [Fact]
    public void Search_Identifier_FindsItAsTypedBeforeItsPartsSideBySide()
    {
        using var posts = new PostFixture(
        [
            Post("parts", "Async, awaited", "On async await in another language."),
            Post("whole", "Coroutines and async/await", "With async/await in a loop, and what async/await costs."),
            .. Enumerable.Range(0, 20).Select(static i => Post($"p{i}", "Something else", "told in other words")),
        ]);
        posts.Ids("async/await").ShouldBe("whole parts");
    }

    [Fact]
    public void Search_BurstOfOneAuthor_IsFoldedUnderItsFirstHit()
    {
        using var posts = new PostFixture(Enumerable.Range(1, 6).Select(i => Post($"p{i}", "Talk summary", "", $"2026-04-0{(i / 3) + 1}", "Same Author")));
        var hits = posts.Search("talk").Hits;
        hits.Count(h => h.FoldedUnder is null).ShouldBe(1);
        hits.Where(h => h.FoldedUnder is not null).ShouldAllBe(h => h.FoldedUnder == hits[0].Id);
        posts.Search("talk by:same").Hits.ShouldAllBe(h => h.FoldedUnder == null);
        posts.Search(new SearchRequest { Query = "talk", Limit = 3 }).Hits.ShouldAllBe(h => h.FoldedUnder == null);
    }

    /// <summary>The seeds' page of a planet, 22 of its 25 rows one author's summaries of one conference.</summary>
    [Fact]
    public void Search_ConferenceOfOneAuthor_LeavesRoomForOthersAndOpensToAll()
    {
        using var posts = new PostFixture(
        [
            .. Enumerable.Range(1, 22).Select(static i => Post($"talk{i:00}", $"DjangoCon: talk {i}", "A summary of a talk.", $"2026-04-{15 + (i / 8):00}", "Maurits van Rees")),
            .. Enumerable.Range(1, 3).Select(static i => Post($"other{i}", "DjangoCon, seen by others", "A talk that I liked.", $"2026-04-{20 + i}", $"Author {i}")),
            Post("later", "DjangoCon: the videos", "Of every talk.", "2026-06-01", "Maurits van Rees"),
        ]);
        foreach (var query in new[] { "djangocon talk", "djangocon sort:newest", "djangocon sort:oldest", "" })
        {
            var response = posts.Search(new SearchRequest { Query = query, Limit = 30 });
            response.Total.ShouldBe(26);
            response.Hits.Count.ShouldBe(26);
            var rows = response.Hits.Where(static h => h.FoldedUnder is null).Select(static h => h.Id).ToList();
            rows.Count(static id => id.StartsWith("talk", StringComparison.Ordinal)).ShouldBe(1);
            rows.Count.ShouldBe(5);
            var first = response.Hits.First(static h => h.Id.StartsWith("talk", StringComparison.Ordinal)).Id;
            response.Hits.Where(static h => h.FoldedUnder is not null).ShouldAllBe(h => h.FoldedUnder == first && h.Id.StartsWith("talk"));
        }
    }

    [Theory]
    [InlineData("pycharm", "typed heard")]
    [InlineData("pycharm debugger", "typed heard")]
    [InlineData("\"pycharm\"", "typed")]
    [InlineData("code:pycharm", "")]
    [InlineData("pie charm", "heard")]
    public void Search_NameThatSpeechRecognitionMisheard_IsFoundAndSaid(string query, string ids)
    {
        using var posts = new PostFixture(
            Post("typed", "PyCharm", "The debugger of PyCharm."), Post("heard", "An episode", "I use the debugger of pie charm every day.", kind: PostKind.Transcript));
        posts.Ids(query).ShouldBe(ids);
        posts.Search(query).Query.Notes.Any(static n => n.Message == "also searched: pie charm").ShouldBe(ids.Length > 5);
    }

    [Fact]
    public void LinksTo_PostsThatLinkInAnySpelling_TheNewestFirstWithoutItself()
    {
        using var posts = new PostFixture(
            Post("a", "Linked to", "see <a href='https://blog.example/a#part'>above</a>"),
            Post("b", "Old", "[the post](http://www.blog.example/a/?utm_source=feed)", "2020-01-01"),
            Post("c", "New", "https://blog.example/a is text, [this](/a) a link", "2025-01-01"),
            Post("d", "Elsewhere", "[another](https://blog.example/ab)"));
        var found = posts.Searcher.LinksTo("a", 1, TestContext.Current.CancellationToken);
        found.Total.ShouldBe(2);
        found.Hits.ShouldHaveSingleItem().Id.ShouldBe("c");
        posts.Searcher.LinksTo("d", 10, TestContext.Current.CancellationToken).Total.ShouldBe(0);
        posts.Searcher.LinksTo("zz", 10, TestContext.Current.CancellationToken).Total.ShouldBe(0);
    }

    [Fact]
    public void Get_Similar_Suggest_Lists_AnswerFromTheSnapshot()
    {
        using var posts = Posts();
        posts.Searcher.Get("a").ShouldNotBeNull().Title.ShouldBe("Safe Django migrations");
        posts.Searcher.Get("zz").ShouldBeNull();
        posts.Searcher.Similar("a", 3, TestContext.Current.CancellationToken).Select(h => h.Id).ShouldBe(["b"]);
        posts.Searcher.Suggest("dja", 10).ShouldContain(c => c.Kind == CompletionKind.Tag && c.Text == "django" && c.Count == 2 && c.Query == "tag:django");
        posts.Searcher.Suggest("plonne", 10).ShouldContain(c => c.Text == "plone");
        posts.Searcher.Suggest("migra", 10).Single(c => c.Kind == CompletionKind.Term).ShouldBe(
            new Completion("migrations", CompletionKind.Term, "migrations", posts.Search("migrations").Total));
        posts.Searcher.Suggest("safe dj", 10).ShouldContain(c => c.Kind == CompletionKind.Title && c.Text == "Safe Django migrations");
        posts.Searcher.Tags()[0].ShouldBe(new ListEntry("django", "django", 2, new DateOnly(2025, 12, 1)));
        posts.Searcher.Planets().Select(p => p.Value).ShouldBe(["django", "python", "plone"]);
    }

    [Fact]
    public async Task Suggest_AfterAChange_AnswersFromFormerNamesUntilTheNewAreArranged()
    {
        using var posts = new PostFixture(Post("a", "Alpha", tags: "alpine"));
        posts.Searcher.Suggest("alp", 10).Select(static c => c.Text).ShouldBe(["alpine", "alpha", "Alpha"], ignoreOrder: true);
        posts.Add(Post("b", "Alphabet", tags: "alps"));
        posts.Remove("a");
        // Of the former names those that lead nowhere any more are left out where they are counted anew: words and titles.
        posts.Searcher.Suggest("alp", 10).Select(static c => c.Text).ShouldBe(["alpine"]);
        await posts.Searcher.CompletionsArranged;
        posts.Searcher.Suggest("alp", 10).Select(static c => c.Text).ShouldBe(["alps", "alphabet", "Alphabet"], ignoreOrder: true);
    }

    [Fact]
    public void Apply_ChangedAndRemovedPosts_AreSeenAfterRefresh()
    {
        using var posts = Posts();
        var version = posts.Searcher.IndexVersion;
        posts.Add(Post("a", "Renamed", "entirely"));
        posts.Remove("b");
        posts.Searcher.Count.ShouldBe(4);
        posts.Ids("tag:django").ShouldBe("");
        posts.Ids("renamed").ShouldBe("a");
        posts.Searcher.IndexVersion.ShouldNotBe(version);
        posts.Index.LastSequence.ShouldBe(7);
    }

    [Fact]
    public void Refresh_AfterASearcherIsGone_ServesTheOthers()
    {
        using var posts = Posts();
        posts.Index.CreateSearcher().Dispose();
        posts.Add(Post("f", "one more"));
        posts.Searcher.Count.ShouldBe(6);
    }

    private static string Counts(FacetResult facet) => string.Join(", ", facet.Values.Select(v => $"{v.Label} {v.Count}"));
}
