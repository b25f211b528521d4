using System.Text.Json;
using System.Xml.Linq;

namespace SearchPlanet.Server.Tests.Api;

public sealed class DocumentsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Atom_OfASearch_IsAFeedWithStableIds()
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var feed = XDocument.Parse(await GetAsync("/search.atom?q=migrations&limit=2")).Root!;

        feed.Name.ShouldBe(atom + "feed");
        feed.Element(atom + "id")!.Value.ShouldBe("https://search.example.org/search.atom?q=migrations&sort=newest");
        feed.Element(atom + "updated")!.Value.ShouldBe("2025-12-01T18:00:00Z");
        var links = feed.Elements(atom + "link").ToDictionary(link => link.Attribute("rel")!.Value, link => link.Attribute("href")!.Value);
        links["self"].ShouldBe("https://search.example.org/search.atom?q=migrations&sort=newest&limit=2");
        links.ShouldContainKey("next");
        var entries = feed.Elements(atom + "entry").ToList();
        entries.Select(entry => entry.Element(atom + "id")!.Value).ShouldBe(["https://search.example.org/posts/a1", "https://search.example.org/posts/a2"]);
        entries[0].Element(atom + "author")!.Element(atom + "name")!.Value.ShouldBe("Jane Doe");
    }

    /// <summary>What XML cannot say at all, not even escaped.</summary>
    [Theory]
    [InlineData("%01x%0Bdjango")]
    [InlineData("%EF%BF%BF")]
    [InlineData("%00")]
    [InlineData("tag:%1B")]
    public async Task Atom_OfAQueryWithCharactersThatXmlHasNot_CanBeRead(string query) =>
        XDocument.Parse(await GetAsync("/search.atom?q=" + query)).Root!.Name.LocalName.ShouldBe("feed");

    [Fact]
    public async Task JsonFeed_OfASearch_HasTheSameItems()
    {
        var feed = JsonDocument.Parse(await GetAsync("/search.json?q=migrations")).RootElement;

        feed.GetProperty("version").GetString().ShouldBe("https://jsonfeed.org/version/1.1");
        feed.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())
            .ShouldBe(["https://search.example.org/posts/a1", "https://search.example.org/posts/a2", "https://search.example.org/posts/evil", "https://search.example.org/posts/a3"]);
    }

    [Theory]
    [InlineData("/search.atom?q=migrations")]
    [InlineData("/search.json?q=migrations")]
    public async Task Feed_PostWhoseAddressIsAScript_LeadsToItsPage(string url)
    {
        var feed = await GetAsync(url);

        feed.ShouldNotContain("javascript:");
        feed.ShouldContain("https://search.example.org/posts/evil");
    }

    [Fact]
    public async Task Sitemap_NamesPostsTagsAndSources()
    {
        var parts = XDocument.Parse(await GetAsync("/sitemap.xml")).Descendants().Where(element => element.Name.LocalName == "loc").Select(element => element.Value).ToList();
        parts.ShouldBe(["https://search.example.org/sitemap-site.xml", "https://search.example.org/sitemap-posts-1.xml"]);

        var site = await GetAsync("/sitemap-site.xml");
        foreach (var path in new[] { "/tags/orm", "/sources/blog.example.org", "/planets/django" })
        {
            site.ShouldContain($"<loc>https://search.example.org{path}</loc>");
        }

        XDocument.Parse(await GetAsync("/sitemap-posts-1.xml")).Descendants().Where(element => element.Name.LocalName == "loc").Select(element => element.Value)
            .ShouldBe(SamplePosts.All.Select(post => $"https://search.example.org/posts/{post.Id}"), ignoreOrder: true);
        foreach (var absent in new[] { "posts-0", "posts-2", "posts-x", "other" })
        {
            (await server.Client.GetAsync($"/sitemap-{absent}.xml", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData("/search.atom")]
    [InlineData("/sources.opml")]
    [InlineData("/opensearch.xml")]
    [InlineData("/sitemap.xml")]
    public async Task Xml_BeginsWithItsDeclaration(string url) =>
        (await server.Client.GetByteArrayAsync(url, TestContext.Current.CancellationToken)).AsSpan().StartsWith("<?xml"u8).ShouldBeTrue("a byte order mark is legal, and trips programs all the same");

    [Fact]
    public async Task Opml_HoldsNoTimeOfItsOwn_SoThatItsTagHolds()
    {
        XDocument.Parse(await GetAsync("/sources.opml")).Descendants("head").Elements().Select(element => element.Name.LocalName).ShouldBe(["title"]);
    }

    [Fact]
    public async Task Robots_KeepsOutOfSearches()
    {
        (await GetAsync("/robots.txt")).ShouldContain("Disallow: /search\n");
    }

    [Fact]
    public async Task Export_IsALinePerPost()
    {
        var lines = (await GetAsync("/export.ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).ShouldBe(["a3", "evil", "a2", "a1"]);
    }

    [Fact]
    public async Task Metrics_AreInPrometheusText()
    {
        await GetAsync("/api/v1/search?q=x");

        var metrics = await GetAsync("/metrics");

        metrics.ShouldContain("searchplanet_index_posts 4\n");
        metrics.ShouldContain("searchplanet_request_seconds_count{kind=\"search\"}");
    }

    [Fact]
    public async Task ExplainMissing_KnownAndUnknown_HaveVerdicts()
    {
        Verdict(await GetAsync("/api/v1/explain-missing?url=https://blog.example.org/a1/")).ShouldBe("indexed");
        Verdict(await GetAsync("/api/v1/explain-missing?url=https://elsewhere.example/post")).ShouldBe("unknown");

        static string? Verdict(string json) => JsonDocument.Parse(json).RootElement.GetProperty("verdict").GetString();
    }

    [Fact]
    public async Task ExplainMissing_PostThatIsHere_SaysWhereItStands()
    {
        var answer = JsonDocument.Parse(await GetAsync("/api/v1/explain-missing?url=https://blog.example.org/a1/")).RootElement;
        answer.GetProperty("message").GetString()!.ShouldContain("It is dated 2025-12-01, and stands there where the newest come first.");
    }

    private Task<string> GetAsync(string url) => server.Client.GetStringAsync(url, TestContext.Current.CancellationToken);
}
