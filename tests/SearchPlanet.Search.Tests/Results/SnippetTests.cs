using SearchPlanet.Posts;
using SearchPlanet.Search.Results;
using static SearchPlanet.Search.Tests.PostFixture;

namespace SearchPlanet.Search.Tests.Results;

public sealed class SnippetTests
{
    /// <summary>Beyond 600 words a post is long.</summary>
    private static readonly string Filler = string.Concat(Enumerable.Repeat("<p>Nothing of it stands in this paragraph, which only makes the post a long one.</p>", 50));

    [Fact]
    public void Search_PassageBelowAHeading_HasItsAnchorUntilTheNext()
    {
        SnippetsOf("migration", Html(
            $"""
            <p>A migration before any heading.</p>{Filler}
            <h2 id="plan">Plan</h2><p>Another migration, planned.</p>
            <h2>Without an id</h2><p>Nothing.</p>
            <h3><a name="undo"></a>Undo</h3><ul><li>The last migration undone.</li></ul>
            """)).ShouldBe(
        [
            new Snippet("A <mark>migration</mark> before any heading.", "body", null),
            new Snippet("Another <mark>migration</mark>, planned.", "body", "plan"),
            new Snippet("The last <mark>migration</mark> undone.", "body", "undo"),
        ]);
    }

    [Fact]
    public void Search_PassageBelowAHeadingThatCannotBeLinked_HasNoAnchor() =>
        SnippetsOf("migration", Html("<h2 id='plan'>Plan</h2><p>Nothing.</p><h2>Other</h2><p>A migration.</p>")).ShouldHaveSingleItem().Anchor.ShouldBeNull();

    [Fact]
    public void Search_Code_KeepsItsLinesAndSaysSo() =>
        SnippetsOf("select_related", Html("<h2 id='q'>Query</h2><p>Text.</p><pre>for post in Post.objects\n        .select_related(\"author\"):\n    print(post &lt; 1)</pre>"))
            .ShouldBe([new Snippet("for post in Post.objects\n        .<mark>select_related</mark>(&quot;author&quot;):\n    print(post &lt; 1)", "code", "q")]);

    [Fact]
    public void Search_Transcript_HasTheTimeOfWhatIsSaid()
    {
        var transcript = Post("t", "An episode", "00:00:05 Welcome to the show.\n00:12:34 Now we talk about migrations at length.\n01:02:03.500 Thanks for listening.\n", kind: PostKind.Transcript);
        var snippet = SnippetsOf("migration", transcript).ShouldHaveSingleItem();
        (snippet.In, snippet.Anchor).ShouldBe(("transcript", "t=754"));
        snippet.Html.ShouldContain("about <mark>migrations</mark> at length");
    }

    [Fact]
    public void Search_TranscriptWithoutTimes_HasNoAnchor()
    {
        var snippet = SnippetsOf("migration", Post("t", "An episode", "Welcome to the show.\n\nNow we talk about migrations.", kind: PostKind.Transcript)).ShouldHaveSingleItem();
        (snippet.In, snippet.Anchor).ShouldBe(("transcript", null));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 3)]
    public void Search_ManyPassagesThatMatch_ShowsThreeOfALongPostAndOneOfAShort(int fillers, int snippets) =>
        SnippetsOf("migration", Html(string.Concat(Enumerable.Repeat("<p>A migration.</p>", 8)) + string.Concat(Enumerable.Repeat(Filler, fillers / 50)))).Count.ShouldBe(snippets);

    [Fact]
    public void Search_LongParagraph_ShowsWholeSentences()
    {
        var before = string.Concat(Enumerable.Range(0, 20).Select(static i => $"Sentence number {i} tells of geese. "));
        var after = string.Concat(Enumerable.Range(0, 20).Select(static i => $" Then number {i} tells of ducks."));
        SnippetsOf("migration", Html($"<p>{before}Here the migration begins, and it is long.{after}</p>")).ShouldHaveSingleItem().Html
            .ShouldMatch(@"^… (Sentence number \d+ tells of geese\. )*Here the <mark>migration</mark> begins, and it is long\.( Then number \d+ tells of ducks\.)* …$");
    }

    [Fact]
    public void Search_TextWithoutSentences_ShowsWholeWords() =>
        SnippetsOf("migration", Html($"<p>{string.Concat(Enumerable.Repeat("geese ", 200))}migration {string.Concat(Enumerable.Repeat("ducks ", 200))}</p>"))
            .ShouldHaveSingleItem().Html.ShouldMatch("^… (geese )*<mark>migration</mark>( ducks)* …$");

    [Theory]
    [InlineData("migration", "Run <mark>migrations</mark>, after <mark>migrating</mark> by hand: migrant.")]
    [InlineData("\"migrations\"", "Run <mark>migrations</mark>, after migrating by hand: migrant.")]
    [InlineData("\"after migrating\"", "Run migrations, <mark>after</mark> <mark>migrating</mark> by hand: migrant.")]
    [InlineData("migrat*", "Run <mark>migrations</mark>, after <mark>migrating</mark> by hand: migrant.")]
    [InlineData("migrant~", "Run migrations, after migrating by hand: <mark>migrant</mark>.")]
    [InlineData("hand -geese", "Run migrations, after migrating by <mark>hand</mark>: migrant.")]
    [InlineData("geese OR hand", "Run migrations, after migrating by <mark>hand</mark>: migrant.")]
    [InlineData("tag:x hand", "Run migrations, after migrating by <mark>hand</mark>: migrant.")]
    public void Search_Words_AreMarkedWhereTheyMatched(string query, string html) =>
        SnippetsOf(query, Post("p", "Of other things", "Run migrations, after migrating by hand: migrant.", tags: "x")).ShouldHaveSingleItem().Html.ShouldBe(html);

    [Theory]
    [InlineData("select_related", "Call <mark>select_related</mark>() of a QuerySet, in C++ or 日本語.")]
    [InlineData("select", "Call <mark>select</mark>_related() of a QuerySet, in C++ or 日本語.")]
    [InlineData("queryset", "Call select_related() of a <mark>QuerySet</mark>, in C++ or 日本語.")]
    [InlineData("set", "Call select_related() of a Query<mark>Set</mark>, in C++ or 日本語.")]
    [InlineData("query set", "Call select_related() of a <mark>QuerySet</mark>, in C++ or 日本語.")]
    [InlineData("C++", "Call select_related() of a QuerySet, in <mark>C++</mark> or 日本語.")]
    [InlineData("日本語", "Call select_related() of a QuerySet, in C++ or <mark>日本語</mark>.")]
    public void Search_Identifiers_AreMarkedWholeOrInParts(string query, string html) =>
        SnippetsOf(query, Post("p", "Of other things", "Call select_related() of a QuerySet, in C++ or 日本語.")).ShouldHaveSingleItem().Html.ShouldBe(html);

    [Fact]
    public void Search_OnlyTheTitleMatches_ShowsTheBeginningUnmarked() =>
        SnippetsOf("title", Post("p", "The title", "The text of it < 1.")).ShouldBe([new Snippet("The text of it &lt; 1.", "body", null)]);

    private static Post Html(string html) => Post("p", "Of other things") with { Text = null, Html = html };

    private static IReadOnlyList<Snippet> SnippetsOf(string query, Post post)
    {
        using var posts = new PostFixture(post);
        return posts.Search(query).Hits.ShouldHaveSingleItem().Snippets;
    }
}
