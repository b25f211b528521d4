using System.Text;
using System.Text.Json.Nodes;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>A feed on the network becomes a hit.</summary>
public sealed class IngestionJourneyTests(SampleSite samples)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_SampleFeeds_FindsEveryPostOnce()
    {
        var posts = new List<JsonNode>();
        var next = "/api/v1/search?limit=100";
        while (next is not null)
        {
            var answer = await samples.Site.GetAsync(next, Cancelled);
            posts.AddRange(answer["hits"]!.AsArray()!);
            next = (string?)answer["page"]!["next_url"];
        }

        posts.Select(post => (string)post["id"]!).ShouldBeUnique();
        posts.Count(post => (string)post["title"]! == "SQLite in production: three sites, one year").ShouldBe(1);
        posts.Count(post => (string)post["title"]! == "Django: upserts with QuerySet.bulk_create").ShouldBe(1);
        posts.ShouldContain(post => (string)post["title"]! == "Name your cron jobs");
        posts.Count.ShouldBeGreaterThanOrEqualTo(SampleFacts.Posts);
    }

    [Fact]
    public async Task Search_PostOfTwoPlanets_NamesBoth()
    {
        var hit = await FirstHitAsync("title:\"A Django test suite from 14 minutes to 2\"");

        Planets(hit).ShouldBe(["django", "python"], ignoreOrder: true);
        ((string)hit["authors"]![0]!).ShouldBe("Mika Tuominen");
        hit["tags"]!.AsArray().Select(tag => (string)tag!).ShouldContain("pytest");
    }

    [Fact]
    public async Task Search_TwinUnderAnotherAddress_IsOneHitOfBothPlanets()
    {
        var hit = await FirstHitAsync("\"chamber choir\"");

        Planets(hit).ShouldBe(["django", "python"], ignoreOrder: true);
        (await samples.Site.CountAsync("\"chamber choir\"", Cancelled)).ShouldBe(1);
    }

    [Fact]
    public async Task Search_TwoPostsThatShareParagraphs_AreTwo()
    {
        (await samples.Site.CountAsync("title:\"safe index builds\" kind:post", Cancelled)).ShouldBe(2);
    }

    [Theory]
    [InlineData("Ramona Feld", "django")]
    [InlineData("Hana Brezová", "python")]
    [InlineData("Jonas Wiesner", "plone")]
    [InlineData("Wendell Achterberg", "twisted")]
    public async Task Search_ByAuthor_FindsPostsOfTheirPlanet(string author, string planet)
    {
        (await samples.Site.CountAsync($"author:\"{author}\" planet:{planet}", Cancelled)).ShouldBeGreaterThan(5);
    }

    [Theory]
    [InlineData("kind:newsletter", 4)]
    [InlineData("kind:transcript", 2)]
    [InlineData("kind:release", 3)]
    [InlineData("kind:quote", 2)]
    [InlineData("lang:de", 1)]
    [InlineData("lang:pt", 1)]
    public async Task Search_ByKindOrLanguage_FindsThose(string query, int expected)
    {
        (await samples.Site.CountAsync(query, Cancelled)).ShouldBe(expected);
    }

    [Fact]
    public async Task Fetch_FeedThatDidNotChange_AsksConditionallyAndTakesNothing()
    {
        var feed = samples.Feeds.AddressOf("plone/planet.rss10.xml");

        var result = await SearchPlanetProgram.RunAsync(samples.DataDirectory, ["ingest", feed], Cancelled, samples.Settings);

        result.ExitCode.ShouldBe(0, result.Errors);
        samples.Feeds.Answers.Last(answer => answer.Path == "plone/planet.rss10.xml").Status.ShouldBe(304);
    }

    [Fact]
    public async Task Fetch_FeedWithANewPost_MakesItSearchable()
    {
        using var data = new TemporaryFolder();
        await using var feeds = await FeedServer.StartAsync(Cancelled);
        feeds.Put("feed.xml", Rss("The first harvest"), "application/rss+xml");
        var settings = Site.SettingsFor(feeds, [("python", "Python", [feeds.AddressOf("feed.xml")])]);
        await using var site = await Site.StartAsync(data.FullPath, settings, Cancelled);
        await site.UntilAsync(async () => await site.CountAsync("harvest", Cancelled) == 1, "the first post", Cancelled);

        feeds.Put("feed.xml", Rss("The first harvest", "The second harvest"), "application/rss+xml");
        var fetched = await SearchPlanetProgram.RunAsync(data.FullPath, ["ingest", feeds.AddressOf("feed.xml")], Cancelled, settings);
        fetched.ExitCode.ShouldBe(0, fetched.Errors);

        var took = await site.UntilAsync(async () => await site.CountAsync("harvest", Cancelled) == 2, "the second post", Cancelled);
        TestContext.Current.SendDiagnosticMessage($"searchable after {took.TotalMilliseconds:F0} ms");
    }

    private static byte[] Rss(params string[] titles) => Encoding.UTF8.GetBytes($"""
        <rss version="2.0"><channel><title>Granary</title><link>https://granary.example/</link><description>Notes</description>
        {string.Concat(titles.Select((title, index) => $"<item><title>{title}</title><link>https://granary.example/{index}</link><description>Grain, number {index}.</description></item>"))}
        </channel></rss>
        """);

    private static string[] Planets(JsonNode hit) =>
        [.. hit["sources"]!.AsArray().Select(source => (string?)source!["planet"]).OfType<string>().Distinct()];

    private async Task<JsonNode> FirstHitAsync(string query)
    {
        var answer = await samples.Site.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(query)}", Cancelled);
        answer["hits"]!.AsArray().ShouldNotBeEmpty();
        return answer["hits"]![0]!;
    }
}
