using SearchPlanet.Feeds.Detection;

namespace SearchPlanet.Feeds.Tests.Detection;

public sealed class FeedDiscoveryTests
{
    private static readonly Uri Page = new("https://blog.example/post/");

    [Fact]
    public void Find_DeclaredAndGuessed_BestFirst()
    {
        const string html =
            """
            <html><head><base href="https://blog.example/">
            <link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed/">
            <link rel="alternate stylesheet" type="text/xml" href="/style.xml">
            <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" title="Posts" href="/atom.xml">
            <link rel="alternate" hreflang="de" type="text/html" href="/de/"></head>
            <body><a href="feed:https://other.example/rss.xml">RSS</a><a href="/atom.xml">Atom</a><a href="/feed/">Feed</a><a href="mailto:a@b.example">Mail</a></body></html>
            """;
        FeedDiscovery.Find(html, Page).Select(candidate => (candidate.Address, candidate.IsDeclared)).ShouldBe(
        [
            ("https://blog.example/atom.xml", true),
            ("https://blog.example/comments/feed/", true),
            ("https://blog.example/feed/", false),
            ("https://other.example/rss.xml", false),
        ]);
    }

    [Fact]
    public void Find_NothingThere_IsEmpty() => FeedDiscovery.Find("<p>Nothing</p>", Page).ShouldBeEmpty();

    [Fact]
    public void Find_ScriptAddress_IsNoCandidate() =>
        FeedDiscovery.Find("<link rel=alternate type=application/rss+xml href='javascript:alert(1)'>", Page).ShouldBeEmpty();
}
