using System.Diagnostics;
using SearchPlanet.Ingestion.Articles;

namespace SearchPlanet.Ingestion.Tests.Articles;

public sealed class ArticleExtractorTests
{
    private const string Prose = "A migration that adds an index to a busy table can take it out of service for minutes, since the index is built under a lock. ";

    private static readonly string Paragraphs = string.Concat(Enumerable.Range(1, 5).Select(i => $"<p>{i}. {Prose}<a href=/docs>See the manual</a>.</p>"));

    [Theory]
    [InlineData("<article>{0}</article>")]
    [InlineData("<div id=content><div class=post>{0}</div></div>")]
    [InlineData("<table><tr><td width=20%>menu</td><td>{0}</td></tr></table>")]
    [InlineData("<main><section><div>{0}</div></section></main>")]
    public void Extract_Page_ArticleWithoutWhatSurroundsIt(string layout)
    {
        var navigation = string.Concat(Enumerable.Range(1, 60).Select(i => $"<li><a href=/tag/{i}>Posts about subject number {i} and more</a></li>"));
        var page = $"<html><head><title>T</title><script>var x = '{Prose}'</script></head><body><header><h1>Blog</h1></header><ul>{navigation}</ul>"
            + layout.Replace("{0}", Paragraphs + "<pre><span>ALTER</span> <span>TABLE</span> busy</pre>", StringComparison.Ordinal)
            + $"<div class=comments><p>{Prose}{Prose}{Prose}{Prose}{Prose}{Prose}{Prose}</p></div><footer>All rights reserved</footer></body></html>";
        var article = ArticleExtractor.Extract(page)!;
        article.ShouldContain("1. A migration");
        article.ShouldContain("5. A migration");
        article.ShouldContain("TABLE");
        article.ShouldNotContain("subject number");
        article.ShouldNotContain("rights reserved");
        article.ShouldNotContain("comments");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<p>Please enable JavaScript.</p>")]
    [InlineData("<ul><li><a href=/1>one</a><li><a href=/2>two</a></ul>")]
    public void Extract_NoArticle_Null(string page) => ArticleExtractor.Extract(page).ShouldBeNull();

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<table>")]
    [InlineData("<a><b></a>")]
    [InlineData("<font><p>")]
    [InlineData("<x><div></x></div>")] // closed in an order that closes only one of them
    [InlineData("<b><p></b>")] // moved into the paragraph, not closed
    [InlineData("<i class=x>")]
    public void Extract_NestedBeyondReason_RefusedAtOnce(string tag)
    {
        var watch = Stopwatch.StartNew();
        ArticleExtractor.Extract(string.Concat(Enumerable.Repeat(tag, 200_000)) + Prose).ShouldBeNull();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Extract_ManyUnclosedParagraphsAndItems_AreNotDeep() =>
        ArticleExtractor.Extract("<article>" + string.Concat(Enumerable.Repeat($"<p>{Prose}<br><img src=x>", 2_000)) + "</article>").ShouldNotBeNull();
}
