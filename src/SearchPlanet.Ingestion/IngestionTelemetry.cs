using System.Diagnostics;
using System.Diagnostics.Metrics;
using SearchPlanet.Ingestion.Pipeline;

namespace SearchPlanet.Ingestion;

/// <summary>What the pipeline tells of itself: spans (feed: fetch, parse, archive) and instruments. Costs nothing while nobody listens.</summary>
public static class IngestionTelemetry
{
    /// <summary>The name to listen to, of the meter and of the activity source.</summary>
    public const string SourceName = "SearchPlanet.Ingestion";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);

    private static readonly Histogram<double> Fetches = Meter.CreateHistogram(
        "searchplanet.fetch", "s", "Checks of feeds, from the fetch to the archive, by how the fetch ended.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60] });

    private static readonly Counter<long> Entries = Meter.CreateCounter<long>(
        "searchplanet.entries", null, "Entries of feeds, by what became of them.");

    private static readonly Gauge<int> Held = Meter.CreateGauge<int>(
        "searchplanet.feeds.held", null, "Feeds that this worker has leased and not checked yet: its queue.");

    /// <summary>Begins a span that ends when it is disposed; null while nobody listens.</summary>
    internal static Activity? Begin(string name) => Source.StartActivity(name);

    internal static void Record(FeedReport report)
    {
        Fetches.Record(report.Elapsed.TotalSeconds, new KeyValuePair<string, object?>("outcome", report.Outcome.ToString()));
        Count("new", report.New);
        Count("changed", report.Changed);
        Count("unchanged", report.Unchanged);
        Count("duplicate", report.Duplicates);
        Count("refused", report.Refused);

        static void Count(string verdict, int count)
        {
            if (count > 0)
            {
                Entries.Add(count, new KeyValuePair<string, object?>("verdict", verdict));
            }
        }
    }

    internal static void RecordHeld(int feeds) => Held.Record(feeds);
}
