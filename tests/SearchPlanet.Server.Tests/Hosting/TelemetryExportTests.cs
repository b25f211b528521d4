using System.Text;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Testing;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class TelemetryExportTests
{
    private const string Rss = """
        <rss version="2.0"><channel><title>T</title><link>https://blog.example.org/</link>
        <item><title>Told of by telemetry</title><link>https://blog.example.org/t</link><guid>t</guid></item></channel></rss>
        """;

    [Fact]
    public async Task Spans_OfASearchAFetchAndABatch_ReachTheCollectorAsTrees()
    {
        await using var collector = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
        await using var feeds = new WildServer();
        feeds.On("/feed.xml", WildAnswer.Of(200, Rss, ("Content-Type", "application/rss+xml")));
        await using (var server = new TestServer(options => Observe(options, collector, feeds)))
        {
            await server.InitializeAsync();
            await server.Client.GetStringAsync("/api/v1/search?q=secretword", TestContext.Current.CancellationToken);
            await TestServer.WaitForAsync(() => feeds.Requests.Count > 0);
            await server.WaitForPostsAsync(SamplePosts.All.Count + 1);
        }

        var spans = collector.Spans;
        Tree("GET /api/v1/search").ShouldContain("search");
        Tree("search").ShouldBe(["plan", "match", "facets", "hits", "suggestions"], ignoreOrder: true);
        Tree("feed").ShouldBe(["fetch", "parse", "archive"], ignoreOrder: true);
        Tree("index batch").ShouldBe(["derive", "apply"], ignoreOrder: true);
        collector.Bodies.ShouldAllBe(body => !Encoding.UTF8.GetString(body).Contains("secretword"), "what people search for is not told");

        // Other tests in this process may have spans of the same names; a name's first root is as good as any.
        IEnumerable<string> Tree(string parent)
        {
            var trees = spans.Where(span => span.Name == parent).Select(span => spans.Where(child => child.Parent == span.Id).Select(child => child.Name).ToList()).ToList();
            trees.ShouldNotBeEmpty(parent);
            return trees.MaxBy(children => children.Count)!;
        }
    }

    [Fact]
    public async Task Instruments_AreTheSameForTheCollectorAndInPrometheusText()
    {
        await using var collector = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
        await using var feeds = new WildServer();
        feeds.On("/feed.xml", WildAnswer.Of(200, Rss, ("Content-Type", "application/rss+xml")));
        string text;
        await using (var server = new TestServer(options => Observe(options, collector, feeds)))
        {
            await server.InitializeAsync();
            await server.Client.GetStringAsync("/api/v1/search?q=migrations", TestContext.Current.CancellationToken);
            await server.WaitForPostsAsync(SamplePosts.All.Count + 1);
            text = await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        }

        var told = Comments("# TYPE ");
        told.ShouldBe(DocumentedMetrics(), ignoreOrder: true, "docs/operations.md tells of what is told, and of nothing else");
        Comments("# HELP ").ShouldBe(told);
        text.Split('\n').ShouldAllBe(line => !line.StartsWith("# HELP ", StringComparison.Ordinal) || line.Split(' ').Length > 4, "each says what it is");
        foreach (var metric in collector.Metrics)
        {
            told.ShouldContain(name => name.StartsWith(metric.Replace('.', '_')), metric);
        }
        // Counters and histograms that have not counted yet are not sent.
        told.Where(name => !collector.Metrics.Any(metric => name.StartsWith(metric.Replace('.', '_'), StringComparison.Ordinal)))
            .ShouldBeSubsetOf(["searchplanet_webhook_attempts_total"]);
        text.ShouldContain("searchplanet_request_seconds_bucket{kind=\"search\",le=\"+Inf\"} 1\n");
        text.ShouldContain("searchplanet_responses_total{status=\"200\"}");
        text.ShouldContain("searchplanet_feeds{state=\"active\"}");

        List<string> Comments(string kind) => [.. text.Split('\n').Where(line => line.StartsWith(kind, StringComparison.Ordinal)).Select(line => line.Split(' ')[2])];
    }

    [Fact]
    public async Task Resource_OfSpansAndMetrics_SaysWhoTells()
    {
        await using var collector = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
        await using var feeds = new WildServer();
        await using (var server = new TestServer(options => Observe(options, collector, feeds)))
        {
            await server.InitializeAsync();
            await server.Client.GetStringAsync("/api/v1/search?q=migrations", TestContext.Current.CancellationToken);
        }

        collector.Spans.ShouldNotBeEmpty();
        collector.Metrics.ShouldNotBeEmpty();
        collector.Resource["service.name"].ShouldBe("searchplanet");
        collector.Resource["service.version"].ShouldNotBeEmpty();
        collector.Resource["service.instance.id"].ShouldBe($"{Environment.MachineName}:{Environment.ProcessId}", "nodes on one machine are two");
    }

    /// <summary>The names in the first column of the table of metrics.</summary>
    private static List<string> DocumentedMetrics() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md"))
            .Where(line => line.StartsWith("| `searchplanet_", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split('`'))
            .Where(part => part.StartsWith("searchplanet_", StringComparison.Ordinal))
            .Select(name => name.Split('{')[0])];

    private static void Observe(SearchPlanetOptions options, OtlpReceiver collector, WildServer feeds)
    {
        options.Telemetry.Endpoint = collector.Address;
        options.Roles.Add(Role.Ingest);
        options.Ingestion.AllowedPrivateHosts.Add("127.0.0.1:*");
        options.Ingestion.PollInterval = TimeSpan.FromMilliseconds(100);
        options.Planets[0].Feeds.Add(feeds.Url("/feed.xml").ToString());
    }
}
