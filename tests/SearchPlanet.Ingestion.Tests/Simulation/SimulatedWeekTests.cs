using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Opml;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Ingestion.Scheduling;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Simulation;

/// <summary>A week over all feeds of Planet Python, on a clock of its own: what their servers would see of us.</summary>
public sealed class SimulatedWeekTests
{
    private const int Seed = 567;
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWeek_OfPlanetPython_IsPoliteAndMissesNothing()
    {
        var opml = SharedFolder.Find("data/feeds/planet-python.opml");
        if (opml is null)
        {
            Assert.Skip("The feed lists of ../shared are not here.");
        }

        using var folder = new TempFolder();
        var time = new FakeTimeProvider(Start);
        await using var archive = ArchiveFactory.Open(new ArchiveOptions(), folder.Path, time);
        await archive.MigrateAsync(Cancel);
        var subscriptions = OpmlReader.Read(await File.ReadAllBytesAsync(opml, Cancel), FeedContext.None)!.Subscriptions;
        var random = new Random(Seed);
        var end = Start.AddDays(7);
        var feeds = subscriptions.DistinctBy(entry => new Uri(entry.FeedAddress).Host + new Uri(entry.FeedAddress).PathAndQuery)
            .Select(entry => new SimulatedFeed(entry.FeedAddress, Start, end, random)).ToList();
        var options = new IngestionOptions { HeaderTimeout = TimeSpan.FromMinutes(10), BodyTimeout = TimeSpan.FromHours(1), StallTimeout = TimeSpan.FromMinutes(10) };
        using var web = new SimulatedWeb(feeds, time);
        using var client = new FeedHttpClient(options, new CrawlerIdentity(null, null), new AddressGuard(options), new DomainGate(options, time), time, web);
        var seeder = new Subscriptions(archive, client, time, NullLogger<Subscriptions>.Instance);
        await seeder.SeedAsync([new PlanetSubscription("python", "https://planetpython.org/", [], opml)], Cancel);
        var ingestor = new Ingestor(archive, FeedProcessor.Create(archive, client, options, time, NullLoggerFactory.Instance), client, options, time);

        while (time.GetUtcNow() < end)
        {
            await RunOnItsClockAsync(ingestor.IngestOnceAsync(null, null, Cancel), time);
            time.Advance(TimeSpan.FromMinutes(2));
        }

        TestContext.Current.TestOutputHelper!.WriteLine(Describe(feeds, web, options));
        web.PeakPerDomain.ShouldBe(1);
        web.ShortestPause.ShouldBeGreaterThanOrEqualTo(options.DomainPause);
        web.Peak.ShouldBeLessThanOrEqualTo(options.Concurrency);
        FeedsIn(web, TimeSpan.FromSeconds(10)).ShouldBeLessThanOrEqualTo((10 * options.MaxStartsPerSecond) + (2 * options.Concurrency));
        web.Requests.GroupBy(request => (request.Feed, request.At.Date)).Max(group => group.Count()).ShouldBeLessThanOrEqualTo(24);
        Share304(web.Requests).ShouldBeGreaterThanOrEqualTo(0.85);

        // What was posted until a day before the end, by blogs that can be read at all, is in the archive.
        var titles = new HashSet<string>();
        await foreach (var change in archive.ReadChangesAsync(0, int.MaxValue, Cancel))
        {
            titles.Add(change.Post!.Title);
        }

        var posted = feeds.Where(feed => feed.IsHealthy).SelectMany(feed => feed.PostedBetween(Start, end.AddHours(-28))).ToList();
        posted.Where(title => !titles.Contains(title)).ShouldBeEmpty();
        posted.Count.ShouldBeGreaterThan(20);
    }

    /// <summary>Moves the clock by the short waits of a run (pauses, latencies), never by its timeouts.</summary>
    private static async Task RunOnItsClockAsync(Task run, FakeTimeProvider time)
    {
        while (!run.IsCompleted)
        {
            if (time.NextTimer is { } next && next - time.GetUtcNow() is { TotalSeconds: < 60 } wait)
            {
                time.Advance(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            }
            else
            {
                Thread.Yield();
            }
        }

        await run;
    }

    // The first answer of each feed cannot be a 304.
    private static double Share304(IEnumerable<(SimulatedFeed Feed, DateTimeOffset At, int Status)> requests)
    {
        var later = requests.Where(request => request.Feed.CanAnswer304 && request.Status is 200 or 304).GroupBy(request => request.Feed).SelectMany(group => group.Skip(1)).ToList();
        return later.Count(request => request.Status == 304) / (double)later.Count;
    }

    /// <summary>The most feeds asked within so long a time: all are due at the start, and those that waited for their domain come on top of those that begin.</summary>
    private static int FeedsIn(SimulatedWeb web, TimeSpan window)
    {
        var requests = web.Requests.OrderBy(request => request.At).ToList();
        return requests.Index().Max(first => requests.Skip(first.Index).TakeWhile(request => request.At - first.Item.At < window).Select(request => request.Feed).Distinct().Count());
    }

    private static string Describe(List<SimulatedFeed> feeds, SimulatedWeb web, IngestionOptions options)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"{feeds.Count} feeds, 7 days, seed {Seed}: {web.Requests.Count} requests, at most {web.Peak} of {options.Concurrency} at once, ");
        table.AppendLine(CultureInfo.InvariantCulture, $"{web.PeakPerDomain} per domain, shortest pause {web.ShortestPause.TotalSeconds:0.0} s");
        table.AppendLine("server             feeds  requests  a feed and day (mean, most)  304 of later answers");
        foreach (var group in feeds.GroupBy(feed => feed.Behaviour).OrderBy(group => group.Key))
        {
            var requests = web.Requests.Where(request => request.Feed.Behaviour == group.Key).ToList();
            var most = requests.GroupBy(request => (request.Feed, request.At.Date)).Max(day => day.Count());
            var share = group.First().CanAnswer304 ? Share304(requests).ToString("0.0 %", CultureInfo.InvariantCulture) : "-";
            table.AppendLine(CultureInfo.InvariantCulture, $"{group.Key,-18} {group.Count(),5} {requests.Count,9} {requests.Count / 7.0 / group.Count(),20:0.0}, {most,4} {share,21}");
        }

        table.AppendLine(CultureInfo.InvariantCulture, $"at most {FeedsIn(web, TimeSpan.FromSeconds(10))} feeds asked within ten seconds, all being due at the start");
        return table.AppendLine(CultureInfo.InvariantCulture, $"304 of all later answers of servers that can: {Share304(web.Requests):0.0 %}").ToString();
    }
}
