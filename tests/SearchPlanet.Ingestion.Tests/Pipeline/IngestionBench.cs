using Microsoft.Extensions.Logging.Abstractions;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Ingestion.Push;
using SearchPlanet.Ingestion.Scheduling;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

/// <summary>A whole ingestion for a test: a wild server, a real archive in a folder of its own, and a clock that the test moves.</summary>
internal sealed class IngestionBench : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly FeedHttpClient _client;

    private IngestionBench(IngestionOptions options, IArchive archive, FakeTimeProvider time, TempFolder folder)
    {
        _folder = folder;
        Options = options;
        Archive = archive;
        Time = time;
        options.AllowedPrivateHosts.Add("127.0.0.1:*");
        var guard = new AddressGuard(options);
        // Requests are timed by the real clock, everything else by the test's.
        _client = new FeedHttpClient(
            options, new CrawlerIdentity(null, null), guard, new DomainGate(options, TimeProvider.System), TimeProvider.System, FeedHttpHandler.Create(options, guard));
        Hubs = new WebSubSubscriber(
            archive, new HttpMessageInvoker(FeedHttpHandler.Create(options, guard)), guard, new DomainGate(options, time, archive), new CrawlerIdentity(null, null),
            new Uri("https://search.example/under/"), options, time, NullLogger<WebSubSubscriber>.Instance);
        Processor = FeedProcessor.Create(archive, _client, options, time, NullLoggerFactory.Instance, Hubs);
    }

    public IngestionOptions Options { get; }

    public IArchive Archive { get; }

    public FakeTimeProvider Time { get; }

    public WildServer Server { get; } = new();

    public FeedProcessor Processor { get; }

    /// <summary>Hubs are asked by the clock of the test.</summary>
    public WebSubSubscriber Hubs { get; }

    public IDocumentSource Documents => _client;

    public Ingestor Ingestor => new(Archive, Processor, Documents, Options, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<IngestionBench> CreateAsync()
    {
        var folder = new TempFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        var archive = ArchiveFactory.Open(new ArchiveOptions(), folder.Path, time);
        await archive.MigrateAsync(Cancel);
        var options = new IngestionOptions
        {
            DomainPause = TimeSpan.Zero,
            MaxStartsPerSecond = 1000,
            PollInterval = TimeSpan.FromMilliseconds(20),
        };
        return new IngestionBench(options, archive, time, folder);
    }

    public string DatabasePath => _folder.File("archive.db");

    /// <summary>Subscribes to a path of the wild server; due at once.</summary>
    public async Task<FeedRecord> SubscribeAsync(string path, bool isPlanet = false) =>
        await Archive.AddFeedAsync(
            new FeedRecord { Id = FeedRecord.IdOf(Server.Url(path).AbsoluteUri), Url = Server.Url(path).AbsoluteUri, IsPlanet = isPlanet, Planet = isPlanet ? "wild" : null },
            Cancel);

    /// <summary>Checks a feed as it is in the archive now.</summary>
    public async Task<FeedReport> CheckAsync(FeedRecord feed) => await Processor.ProcessAsync((await Archive.GetFeedAsync(feed.Id, Cancel))!, isConditional: true, Cancel);

    public async Task<FeedRecord> FeedAsync(FeedRecord feed) => (await Archive.GetFeedAsync(feed.Id, Cancel))!;

    public async Task<IReadOnlyList<PostChangeSummary>> PostsAsync()
    {
        var posts = new List<PostChangeSummary>();
        await foreach (var change in Archive.ReadChangesAsync(0, int.MaxValue, Cancel))
        {
            posts.Add(new PostChangeSummary(change.Post!.Title, change.Sequence));
        }

        return posts;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        await Archive.DisposeAsync();
        _folder.Dispose();
    }

    internal sealed record PostChangeSummary(string Title, long Sequence);
}
