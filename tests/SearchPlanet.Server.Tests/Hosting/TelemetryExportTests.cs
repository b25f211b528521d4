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

        var told = text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        string[] expected =
        [
            "searchplanet_connections", "searchplanet_connections_refused_total", "searchplanet_entries_total", "searchplanet_feeds", "searchplanet_feeds_due", "searchplanet_feeds_failing", "searchplanet_feeds_held",
            "searchplanet_fetch_seconds", "searchplanet_gc_heap_bytes", "searchplanet_index_behind", "searchplanet_index_changes_total",
            "searchplanet_index_commit_seconds", "searchplanet_index_deleted", "searchplanet_index_lag_seconds", "searchplanet_index_merges_total",
            "searchplanet_index_posts", "searchplanet_index_segments", "searchplanet_index_sequence", "searchplanet_index_size_bytes",
            "searchplanet_memory_bytes", "searchplanet_request_seconds", "searchplanet_responses_total", "searchplanet_search_running", "searchplanet_search_waiting",
        ];
        told.ShouldBe(expected);
        foreach (var metric in collector.Metrics)
        {
            told.ShouldContain(name => name.StartsWith(metric.Replace('.', '_')), metric);
        }
        collector.Metrics.ShouldContain("searchplanet.request");
        collector.Metrics.ShouldContain("searchplanet.fetch");
        text.ShouldContain("searchplanet_request_seconds_bucket{kind=\"search\",le=\"+Inf\"} 1\n");
        text.ShouldContain("searchplanet_responses_total{status=\"200\"}");
        text.ShouldContain("searchplanet_feeds{state=\"active\"}");
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")).ShouldSatisfyAllConditions(
            [.. expected.Select<string, Action<string>>(name => docs => docs.ShouldContain(name))]);
    }

    private static void Observe(SearchPlanetOptions options, OtlpReceiver collector, WildServer feeds)
    {
        options.Telemetry.Endpoint = collector.Address;
        options.Roles.Add(Role.Ingest);
        options.Ingestion.AllowedPrivateHosts.Add("127.0.0.1:*");
        options.Ingestion.PollInterval = TimeSpan.FromMilliseconds(100);
        options.Planets[0].Feeds.Add(feeds.Url("/feed.xml").ToString());
    }
}
