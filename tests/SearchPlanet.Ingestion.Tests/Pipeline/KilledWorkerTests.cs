using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Ingestion.Scheduling;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

/// <summary>A worker in a process of its own, killed at random moments.</summary>
public sealed class KilledWorkerTests
{
    private const string FolderVariable = "SEARCHPLANET_TEST_WORKER_FOLDER";
    private const int Feeds = 60;
    private const int Entries = 10;
    private const int Kills = 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_AtRandomMoments_LosesNoPostAndRepeatsNone()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        using var folder = new TempFolder();
        await using var server = new WildServer();
        await using var archive = ArchiveFactory.Open(new ArchiveOptions(), folder.Path, TimeProvider.System);
        await archive.MigrateAsync(Cancel);
        for (var i = 0; i < Feeds; i++)
        {
            var text = FeedText.Rss($"Blog {i}", [.. Enumerable.Range(0, Entries).Select(entry => $"Blog {i} entry {entry}")]);
            var etag = $"\"{i}\"";
            server.On($"/feed{i}", request => request.Headers.GetValueOrDefault("If-None-Match") == etag ? WildAnswer.Of(304) : WildAnswer.Of(200, text, ("ETag", etag)));
            var url = server.Url($"/feed{i}").AbsoluteUri;
            await archive.AddFeedAsync(new FeedRecord { Id = FeedRecord.IdOf(url), Url = url }, Cancel);
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            var before = server.Requests.Count;
            using var child = Start(folder.Path);
            while (server.Requests.Count == before && !child.HasExited)
            {
                await Task.Delay(5, Cancel);
            }

            await Task.Delay(random.Next(0, 120), Cancel);
            child.Kill();
            await child.WaitForExitAsync(Cancel);
        }

        // Those that the dead held come back when their leases have run out.
        var fetched = 0;
        var options = Options();
        using var client = Client(options);
        using var worker = Worker(archive, client, options);
        await worker.StartAsync(Cancel);
        while (fetched < Feeds)
        {
            await Task.Delay(50, Cancel);
            fetched = (await archive.ListFeedsAsync(Cancel)).Count(feed => feed.LastSuccess is not null);
        }

        await worker.StopAsync(Cancel);
        (await archive.CountPostsAsync(Cancel)).ShouldBe(Feeds * Entries);
        var titles = new List<string>();
        await foreach (var change in archive.ReadChangesAsync(0, int.MaxValue, Cancel))
        {
            titles.Add(change.Post!.Title);
        }

        titles.Distinct().Count().ShouldBe(Feeds * Entries);
        titles.Count.ShouldBe(Feeds * Entries);
    }

    [Fact(Explicit = true)]
    public async Task RunTheWorker_InThisProcess_UntilItIsKilled()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException("Run by the other test of this class only.");
        await using var archive = ArchiveFactory.Open(new ArchiveOptions(), folder, TimeProvider.System);
        var options = Options();
        using var client = Client(options);
        using var worker = Worker(archive, client, options);
        await worker.StartAsync(Cancel);
        await Task.Delay(TimeSpan.FromMinutes(1), Cancel);
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(KilledWorkerTests).Assembly.GetName().Name!))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(KilledWorkerTests).FullName}.{nameof(RunTheWorker_InThisProcess_UntilItIsKilled)}" },
            Environment = { [FolderVariable] = folder },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static IngestionOptions Options() => new()
    {
        DomainPause = TimeSpan.Zero,
        MaxStartsPerSecond = 1000,
        PollInterval = TimeSpan.FromMilliseconds(20),
        Lease = TimeSpan.FromSeconds(1),
        AllowedPrivateHosts = { "127.0.0.1:*" },
    };

    private static FeedHttpClient Client(IngestionOptions options)
    {
        var guard = new AddressGuard(options);
        return new FeedHttpClient(options, new CrawlerIdentity(null, null), guard, new DomainGate(options, TimeProvider.System), TimeProvider.System, FeedHttpHandler.Create(options, guard));
    }

    private static IngestionWorker Worker(IArchive archive, FeedHttpClient client, IngestionOptions options) => new(
        archive,
        FeedProcessor.Create(archive, client, options, TimeProvider.System, NullLoggerFactory.Instance),
        client,
        options,
        TimeProvider.System,
        NullLogger<IngestionWorker>.Instance);
}
