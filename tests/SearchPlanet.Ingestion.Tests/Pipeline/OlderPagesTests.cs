using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Pipeline;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class OlderPagesTests
{
    [Theory]
    [InlineData("https://blog.example/feed/", "https://wordpress.org/?v=6.4", "https://blog.example/feed/?paged=2")]
    [InlineData("https://blog.example/feed/?paged=2", "https://wordpress.org/?v=6.4", "https://blog.example/feed/?paged=3")]
    [InlineData("https://blog.example/?feed=rss2&paged=9&x=1", "WordPress.com", "https://blog.example/?feed=rss2&paged=10&x=1")]
    [InlineData("https://x.blogspot.com/feeds/posts/default", "Blogger", "https://x.blogspot.com/feeds/posts/default?start-index=4")]
    [InlineData("https://x.blogspot.com/feeds/posts/default?start-index=4", "Blogger", "https://x.blogspot.com/feeds/posts/default?start-index=7")]
    [InlineData("https://blog.example/feed/?paged=99999999999", "WordPress", "https://blog.example/feed/?paged=2")]
    [InlineData("https://blog.example/feed.xml", "Jekyll", null)]
    [InlineData("https://blog.example/feed.xml", null, null)]
    public void Next_ByGenerator_CountsOn(string url, string? generator, string? next) =>
        (OlderPages.Next(new Uri(url), Document() with { Generator = generator })?.AbsoluteUri).ShouldBe(next);

    [Fact]
    public void Next_StatedByTheFeed_GoesBeforeTheGenerator()
    {
        var document = Document() with { Generator = "WordPress", Links = [new FeedLink("https://blog.example/archive/3", "prev-archive")] };
        OlderPages.Next(new Uri("https://blog.example/feed"), document).ShouldBe(new Uri("https://blog.example/archive/3"));
    }

    [Fact]
    public void Next_EmptyOrCompleteOrPointingToItself_None()
    {
        OlderPages.Next(new Uri("https://blog.example/feed"), new Feed { Generator = "WordPress" }).ShouldBeNull();
        OlderPages.Next(new Uri("https://blog.example/feed"), Document() with { Generator = "WordPress", IsComplete = true }).ShouldBeNull();
        OlderPages.Next(new Uri("https://blog.example/feed"), Document() with { Links = [new FeedLink("https://blog.example/feed", "next")] }).ShouldBeNull();
    }

    private static Feed Document() => new() { Items = [new FeedItem(), new FeedItem(), new FeedItem()] };
}
