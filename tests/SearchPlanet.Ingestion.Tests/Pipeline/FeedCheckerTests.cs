using System.Diagnostics;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class FeedCheckerTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Check_PageThatPointsToFeeds_FirstThatCanBeReadIsTaken()
    {
        _bench.Server.On("/", WildAnswer.Of(200, "<html><head><link rel=alternate type=application/rss+xml href=/gone><link rel=alternate type=application/rss+xml href=/feed></head></html>"))
            .On("/feed", WildAnswer.Of(200, FeedText.Rss("A Blog", "First")));
        var report = await CheckAsync("/");
        report.FeedUrl.ShouldBe(_bench.Server.Url("/feed"));
        report.Parsed!.Format.ShouldBe(FeedFormat.Rss20);
        report.Candidates.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Check_OddFeed_EverythingIsSaidWorstFirst()
    {
        _bench.Server.On("/old", WildAnswer.Redirect(301, "/feed")).On("/feed", WildAnswer.Of(200, """
            <rss version="2.0"><channel><title>A Blog</title>
            <item><guid>1</guid><title>Tomorrow</title><link>https://blog.example/1</link><pubDate>Sat, 21 Nov 2126 08:00:00 GMT</pubDate></item>
            <item><guid>1</guid><title>Undated & bare</title></item></channel></rss>
            """, ("ETag", "\"ignored\"")));
        var findings = (await CheckAsync("/old")).Findings;
        findings.Select(finding => finding.Severity).ShouldBe(findings.Select(finding => finding.Severity).OrderDescending());
        foreach (var part in new[] { "redirects for good", "plain http", "whole document again", "have the id \"1\"", "no link", "no date", "in the future", "which site" })
        {
            findings.ShouldContain(finding => finding.Message.Contains(part, StringComparison.Ordinal), part);
        }
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, "<html><body>Nothing here</body></html>")]
    public async Task Check_NothingThere_IsAnError(int status, string body)
    {
        _bench.Server.On("/", WildAnswer.Of(status, body));
        var report = await CheckAsync("/");
        report.FeedUrl.ShouldBeNull();
        report.Findings.ShouldHaveSingleItem().Severity.ShouldBe(FeedFindingSeverity.Error);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<table><tr><td>")]
    public async Task Check_PageNestedBeyondReason_AnsweredSoon(string tags)
    {
        _bench.Server.On("/", WildAnswer.Of(200, "<html><head><title>Deep</title></head><body>" + string.Concat(Enumerable.Repeat(tags, 1_000_000 / tags.Length))));
        var watch = Stopwatch.StartNew();
        (await CheckAsync("/")).FeedUrl.ShouldBeNull();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private Task<FeedCheckReport> CheckAsync(string path) => new FeedChecker(_bench.Documents, _bench.Time).CheckAsync(_bench.Server.Url(path), Cancel);
}
