namespace SearchPlanet.Posts.Tests;

public sealed class NewsletterLinksTests
{
    private static readonly IncomingPost Newsletter = new()
    {
        Url = "https://news.example/issues/7",
        Title = "Django News - Issue 7",
        Kind = PostKind.Newsletter,
        Published = new DateTimeOffset(2026, 4, 3, 15, 0, 0, TimeSpan.Zero),
        Source = new PostSource("news.example", "Django News", null, "issue-7", null, "https://news.example/feed"),
        Html = """
            <h2>News</h2>
            <p><a href="https://one.example/post?utm_source=news">The first link</a></p>
            <p>What there is to say of it in <a href="https://aside.example/">a sentence</a> or so.</p>
            <p><a href="https://two.example/">Second</a>: told on the same line, and that is all.</p>
            <p><a href="https://news.example/unsubscribe">Unsubscribe from all of this here now</a> at any time you may like.</p>
            <ul><li><a href="https://three.example/">Without a word</a></li></ul>
            """,
    };

    [Fact]
    public void Of_Newsletter_GivesLinksWithTheirSentences()
    {
        var links = NewsletterLinks.Of(Newsletter);

        links.Select(l => (l.Title, l.Url, l.Text)).ShouldBe(
        [
            ("The first link", "https://one.example/post", "What there is to say of it in a sentence or so."),
            ("Second", "https://two.example/", "told on the same line, and that is all."),
        ]);
        links.ShouldAllBe(l => l.Kind == PostKind.Link && l.PartOf != null && l.Published == Newsletter.Published && l.Source.Id == "news.example");
    }

    [Fact]
    public void Of_OtherKinds_GivesNone() => NewsletterLinks.Of(Newsletter with { Kind = PostKind.Post }).ShouldBeEmpty();

    [Theory]
    [InlineData("Django News - 30% Off PyCharm", PostKind.Newsletter)]
    [InlineData("Built with Django — Weekly Roundup (Mar 16)", PostKind.Newsletter)]
    [InlineData("Python 3.14.1 is now available!", PostKind.Release)]
    [InlineData("The news is out", PostKind.Post)]
    [InlineData("What released us in 2024", PostKind.Post)]
    public void KindGuess_Title_TellsTheKind(string title, PostKind expected) => PostKindGuess.Of(title, null).ShouldBe(expected);

    [Theory]
    [InlineData("<p>And then …</p>\n", true)]
    [InlineData("<p>Text</p><p><a href='x'>Continue reading</a></p>", true)]
    [InlineData("It ends [...]", true)]
    [InlineData("<p>It ends.</p>", false)]
    [InlineData("", false)]
    public void IsCut_Ending_Tells(string body, bool expected) => Excerpt.IsCut(body).ShouldBe(expected);
}
