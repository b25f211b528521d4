namespace SearchPlanet.Posts.Tests;

public sealed class CanonicalUrlTests
{
    [Theory]
    [InlineData("https://Example.ORG:443/A/b/?utm_source=x&id=7&fbclid=1#frag", "https://example.org/A/b/?id=7")]
    [InlineData("http://example.org/a?source=rss----1&ref=planet", "http://example.org/a")]
    [InlineData("https://www.google.com/url?sa=t&q=https%3A%2F%2Fblog.example%2Fpost%3Futm_medium%3Drss", "https://blog.example/post")]
    [InlineData("  https://example.org/a  ", "https://example.org/a")]
    [InlineData("https://example.org:8443/a", "https://example.org:8443/a")]
    public void Of_Spellings_GiveOne(string url, string expected) => CanonicalUrl.Of(url).ShouldBe(expected);

    [Theory]
    [InlineData("https://example.org/a")]
    [InlineData("http://www.example.org/a/")]
    [InlineData("http://example.org:80/a?utm_campaign=c#x")]
    [InlineData("https://WWW.example.org/a/index.html")]
    public void KeyOf_OnePage_GivesOneKey(string url) => CanonicalUrl.KeyOf(url).ShouldBe("example.org/a");

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("mailto:a@example.org")]
    [InlineData("/relative")]
    [InlineData("")]
    [InlineData(null)]
    public void KeyOf_WhatNamesNoPage_IsNull(string? url) => CanonicalUrl.KeyOf(url).ShouldBeNull();

    [Fact]
    public void KeyOf_RedirectorToItself_EndsWithNull()
    {
        var url = "https://google.com/url?q=x";
        for (var i = 0; i < 5; i++)
        {
            url = "https://google.com/url?q=" + Uri.EscapeDataString(url);
        }

        CanonicalUrl.KeyOf(url).ShouldBeNull();
    }

    [Fact]
    public void KeyOf_PathsThatDifferInCase_StayTwo() =>
        CanonicalUrl.KeyOf("https://example.org/aB").ShouldNotBe(CanonicalUrl.KeyOf("https://example.org/Ab"));
}
