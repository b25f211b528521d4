using System.Globalization;
using System.Text.Json;

namespace SearchPlanet.Bench.Serving;

/// <summary>What the server holds at one minute of a soak.</summary>
/// <param name="Minute">Below zero while caches are being filled.</param>
/// <param name="HeapMiB">What lies on the managed heap, what a collection would free included.</param>
/// <param name="CommittedMiB">What the managed heap has of the system.</param>
/// <param name="AnonymousMiB">All that the process has of the system: the managed heap, and what SQLite, compression and the runtime itself hold.</param>
internal sealed record SoakSample(
    int Minute, long Posts, long IndexMiB, int Files, long HeapMiB, long CommittedMiB, long AnonymousMiB, int Handles, int Maps, long Threads,
    int Searches, int TurnedAway, int Failed, double SlowestMs, int Fetched, int NotModified)
{
    public const string Header =
        "| minute | posts | index MiB | files | heap MiB | committed MiB | anonymous MiB | handles | maps | threads | searches | turned away | failed | slowest ms | fetched | not modified |\n"
        + "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

    public static async Task<SoakSample> TakeAsync(
        int minute, ServerProcess server, HttpClient client, SoakReaders readers, PublishingFeeds feeds, CancellationToken cancellationToken)
    {
        var files = Directory.GetFiles(server.IndexDirectory);
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        using var ready = JsonDocument.Parse(await client.GetStringAsync(new Uri("/readyz", UriKind.Relative), cancellationToken));
        var bytes = files.Sum(static file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);
        return new SoakSample(
            minute, ready.RootElement.GetProperty("posts").GetInt64(), bytes >> 20, files.Length, MiB(metrics, "searchplanet_gc_heap_bytes"),
            MiB(metrics, "searchplanet_gc_committed_bytes"), server.MiB("RssAnon"), server.Handles, server.Maps, server.Threads,
            readers.Searches, readers.TurnedAway, readers.Failed, readers.TakeSlowest(), feeds.Answers.Sent, feeds.Answers.NotModified);
    }

    /// <summary>The line of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Minute} | {Posts} | {IndexMiB} | {Files} | {HeapMiB} | {CommittedMiB} | {AnonymousMiB} | {Handles} | {Maps} | {Threads} | {Searches} | {TurnedAway} | {Failed} | {SlowestMs:F0} | {Fetched} | {NotModified} |");

    private static long MiB(string metrics, string name)
    {
        var line = metrics.Split('\n').First(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return (long)double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture) >> 20;
    }
}
