using System.Diagnostics;
using System.Text;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Tests.Fetching;

public sealed class RobotsFileTests
{
    [Theory]
    // Longest match decides, whatever the order (RFC 9309, 5.2).
    [InlineData("User-agent: *\nDisallow: /example/page/\nAllow: /example/page/disallowed.gif\nDisallow: /example/page/disallowed.gif", "/example/page/disallowed.gif", true)]
    [InlineData("User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/disallowed.gif", false)]
    [InlineData("User-agent: *\nDisallow: /", "/a", false)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    [InlineData("User-agent: *\nDisallow:", "/a", true)]
    [InlineData("", "/a", true)]
    [InlineData("<html>Not found</html>", "/a", true)]
    // Wildcards and ends.
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/a/b.gif", false)]
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/a/b.gif?x", true)]
    [InlineData("User-agent: *\nDisallow: /this/*/exactly", "/this/page/exactly/so", false)]
    [InlineData("User-agent: *\nDisallow: *private", "/very/private", false)]
    [InlineData("User-agent: *\nDisallow: /a$b", "/a$b", false)]
    [InlineData("User-agent: *\nDisallow: /?s=", "/?s=x", false)]
    // Groups.
    [InlineData("User-agent: SearchPlanet\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", true)]
    [InlineData("User-agent: searchplanet/9.9\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", false)]
    [InlineData("User-agent: SearchPlanetBot\nDisallow: /", "/a", true)]
    [InlineData("User-agent: other\nUser-agent: SearchPlanet\nDisallow: /b", "/b", false)]
    [InlineData("User-agent: SearchPlanet\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: SearchPlanet\nDisallow: /c", "/b", true)]
    [InlineData("User-agent: SearchPlanet\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: SearchPlanet\nDisallow: /c", "/c", false)]
    [InlineData("User-agent: SearchPlanet\nCrawl-delay: 3\n\nUser-agent: *\nDisallow: /", "/a", true)]
    [InlineData("Disallow: /a", "/a", true)]
    // Spelling.
    [InlineData("\ufeffUSER-AGENT : *\r\n DISALLOW :/a # all of it", "/abc", false)]
    [InlineData("User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", false)]
    [InlineData("User-agent: *\nDisallow: /foo/bar/%e3%83%84", "/foo/bar/ツ", false)]
    [InlineData("User-agent: *\nDisallow: /%62ook", "/book", false)]
    [InlineData("User-agent: *\nDisallow: /A", "/a", true)]
    [InlineData("User-agent: *\nSitemap: /x\nDisallow: /a", "/a", false)]
    public void Allows_ByRfc9309(string file, string path, bool isAllowed) =>
        RobotsFile.Parse(Encoding.UTF8.GetBytes(file)).Allows(new Uri("https://blog.example" + path)).ShouldBe(isAllowed);

    [Fact]
    public void CrawlDelay_Absurd_IsBounded() =>
        RobotsFile.Parse("User-agent: *\nCrawl-delay: 86400"u8).CrawlDelay.ShouldBe(TimeSpan.FromMinutes(1));

    [Fact]
    public void Allows_HostilePatterns_IsFast()
    {
        var file = new StringBuilder("User-agent: *\n");
        for (var i = 0; i < 20_000; i++)
        {
            file.Append("Disallow: ").Insert(file.Length, "/*a", 20).Append("b\n");
        }

        var robots = RobotsFile.Parse(Encoding.UTF8.GetBytes(file.ToString()));
        var watch = Stopwatch.StartNew();
        robots.Allows(new Uri("https://blog.example/" + new string('a', 2000))).ShouldBeTrue();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }
}
