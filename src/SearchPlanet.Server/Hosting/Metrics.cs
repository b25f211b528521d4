using System.Diagnostics;
using System.Diagnostics.Metrics;
using SearchPlanet.Archive;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// The server's instruments. They are read by <see cref="PrometheusText"/> for <c>/metrics</c> and by OpenTelemetry where it is configured.
/// Thread-safe.
/// </summary>
internal sealed class Metrics : IDisposable
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "SearchPlanet.Server";

    private static readonly InstrumentAdvice<double> _answerTimes = new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] };

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _requests;
    private readonly Counter<long> _responses;
    private readonly Histogram<double> _commits;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _merges;

    public Metrics(LiveIndex live, SearchGate gate, ArchiveCensus census, ConnectionShare connections, SearchPlanetOptions options)
    {
        _requests = _meter.CreateHistogram("searchplanet.request", "s", "Time to answer, by kind of request.", null, _answerTimes);
        _responses = _meter.CreateCounter<long>("searchplanet.responses", null, "Answers by status.");
        Gauge("searchplanet.connections", null, "Connections open.", () => connections.Open);
        _meter.CreateObservableCounter("searchplanet.connections.refused", () => connections.Refused, null, "Connections beyond the share of one address, closed unanswered.");
        Gauge("searchplanet.memory", "By", "Memory of the process.", () => Environment.WorkingSet);
        Gauge("searchplanet.gc.heap", "By", "Bytes on the managed heap.", () => GC.GetTotalMemory(forceFullCollection: false));
        Gauge("searchplanet.gc.committed", "By", "Bytes that the managed heap has of the system, as of the last collection.", () => GC.GetGCMemoryInfo().TotalCommittedBytes);
        _meter.CreateObservableGauge("searchplanet.feeds", () => CountStates<FeedState>(census.CountOf), null, "Subscriptions by state, as of the last look at the archive.");
        Gauge("searchplanet.feeds.failing", null, "Active feeds whose last fetch failed.", () => census.Failing);
        Gauge("searchplanet.feeds.due", null, "Active feeds whose check has come and that nobody has taken on yet.", () => census.Due);
        _meter.CreateObservableGauge("searchplanet.webhooks", () => CountStates<WebhookState>(census.CountOf), null, "Webhooks by state, as of the last look at the archive.");
        Gauge("searchplanet.webhook.waiting", null, "Deliveries that active webhooks wait for.", () => census.Waiting);
        Gauge("searchplanet.webhook.oldest", "s", "Time since the post came in that waits for its delivery the longest.", () => census.LongestWait.TotalSeconds);

        _commits = _meter.CreateHistogram("searchplanet.index.commit", "s", "Time to make changes of the index durable.", null, _answerTimes);
        _changes = _meter.CreateCounter<long>("searchplanet.index.changes", null, "Changes of the archive taken into the index.");
        _merges = _meter.CreateCounter<long>("searchplanet.index.merges", null, "Merges of segments.");
        if (!options.Has(Role.Search))
        {
            return;
        }

        Gauge("searchplanet.index.posts", null, "Posts in the index.", () => live.Searcher.Count);
        Gauge("searchplanet.index.deleted", null, "Posts replaced or removed whose space is not won back yet.", () => live.Searcher.DeletedCount);
        Gauge("searchplanet.index.segments", null, "Segments of the index.", () => live.Searcher.SegmentCount);
        Gauge("searchplanet.index.size", "By", "Files of the index on disk.", () => SizeOf(options.IndexDirectory));
        Gauge("searchplanet.index.sequence", null, "Archive sequence number up to which the index has read.", () => live.LastSequence);
        Gauge("searchplanet.index.behind", null, "Changes of the archive not indexed yet.", () => live.Behind);
        Gauge("searchplanet.index.lag", "s", "Time since searches gave all that the archive held.", () => live.Lag.TotalSeconds);
        Gauge("searchplanet.search.running", null, "Searches running.", () => gate.Running);
        Gauge("searchplanet.search.waiting", null, "Searches waiting for their turn.", () => gate.Waiting);

        void Gauge<T>(string name, string? unit, string description, Func<T> read) where T : struct =>
            _meter.CreateObservableGauge(name, read, unit, description);
    }

    /// <summary>The instruments of this server, and no other's in the same process.</summary>
    public bool Owns(Meter meter) => ReferenceEquals(meter, _meter);

    public void RecordAnswer(PathString path, int status, TimeSpan elapsed)
    {
        _requests.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("kind", KindOf(path)));
        _responses.Add(1, new KeyValuePair<string, object?>("status", status));
    }

    public void RecordCommit(TimeSpan elapsed) => _commits.Record(elapsed.TotalSeconds);

    public void RecordIndexing(int changes, long merges)
    {
        _changes.Add(changes);
        _merges.Add(merges);
    }

    public void Dispose() => _meter.Dispose();

    private static string KindOf(PathString path) => path.Value switch
    {
        "/api/v1/search" or "/search" => "search",
        "/api/v1/suggest" => "suggest",
        { } value when value.StartsWith("/api/", StringComparison.Ordinal) => value.EndsWith("/similar", StringComparison.Ordinal) ? "similar"
            : value.StartsWith("/api/v1/facets/", StringComparison.Ordinal) || value == "/api/v1/trends" ? "facets"
            : "api",
        "/search.atom" or "/search.json" => "feed",
        { } value when value.StartsWith("/assets/", StringComparison.Ordinal) || value is "/healthz" or "/readyz" or "/metrics" => "other",
        _ => "page",
    };

    private static IEnumerable<Measurement<int>> CountStates<T>(Func<T, int> count) where T : struct, Enum =>
        Enum.GetValues<T>().Select(state => new Measurement<int>(count(state), new TagList { { "state", state.ToString().ToLowerInvariant() } }));

    private static long SizeOf(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).EnumerateFiles().Sum(file => file.Length);
        }
        catch (IOException)
        {
            // There is none yet, or a file was merged away while it was being counted.
            return 0;
        }
    }
}
