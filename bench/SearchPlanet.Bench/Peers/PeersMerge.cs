using System.Diagnostics;
using System.Globalization;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Bench.Peers;

/// <summary>
/// Searches beside a heavy merge: a corpus is indexed with eight commits, the peers' mix is searched on one thread while
/// nothing else happens, and then while all segments are merged into one.
/// Run: <c>-- peers merge corpus-100000.tsv INDEX queries.tsv OUT.json</c>.
/// </summary>
internal static class PeersMerge
{
    private const int Commits = 8;
    private const int Hits = 10;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);

    public static int Run(string tsv, string path, string queries, string output)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        PeerQuery[] mix = [.. File.ReadLines(queries).Select(PeerQuery.Parse).Where(static query => PeersSearch.InMix.Contains(query.Class))];
        using var writer = IndexWriter.Open(new FileIndexDirectory(path), PeerSchema.Create(), new IndexWriterOptions { Create = true });
        Fill(writer, tsv);
        using var reader = writer.GetReader();
        var searcher = new IndexSearcher(reader);
        Measure(searcher, mix, static elapsed => elapsed < Quiet);
        var quiet = Measure(searcher, mix, static elapsed => elapsed < Quiet);
        var merge = Task.Factory.StartNew(
            () =>
            {
                var clock = Stopwatch.StartNew();
                writer.ForceMerge(1);
                writer.Commit();
                return clock.Elapsed.TotalSeconds;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var merging = Measure(searcher, mix, _ => !merge.IsCompleted);
        var json = string.Create(CultureInfo.InvariantCulture,
            $$"""{"engine":"SearchPlanet","docs":{{reader.NumDocs}},"segments":{{reader.Leaves.Length}},"merge_seconds":{{merge.Result:F2}},"load":"{{ProcessStatus.Load()}}","quiet":{{Percentiles(quiet)}},"merging":{{Percentiles(merging)}},"p99_ratio":{{At(merging, 0.99) / At(quiet, 0.99):F2}}}""");
        File.WriteAllText(output, json + "\n");
        Console.Error.WriteLine(json);
        return 0;
    }

    private static void Fill(IndexWriter writer, string tsv)
    {
        var count = File.ReadLines(tsv).Count();
        var document = new Document();
        var added = 0;
        foreach (var line in File.ReadLines(tsv))
        {
            PeersIndex.Fill(document, line.Split('\t'));
            writer.AddDocument(document);
            if (++added % (count / Commits) == 0)
            {
                writer.Commit();
            }
        }

        writer.Commit();
        writer.WaitForMerges();
    }

    private static double[] Measure(IndexSearcher searcher, PeerQuery[] mix, Func<TimeSpan, bool> goesOn)
    {
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; goesOn(Stopwatch.GetElapsedTime(start)); i++)
        {
            var t = Stopwatch.GetTimestamp();
            searcher.Search(mix[i % mix.Length].ToQuery(), new SearchOptions { Limit = Hits });
            times.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
        }

        times.Sort();
        return [.. times];
    }

    private static string Percentiles(double[] times) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"n":{{times.Length}},"p50_ms":{{At(times, 0.5):F3}},"p99_ms":{{At(times, 0.99):F3}},"p999_ms":{{At(times, 0.999):F3}},"max_ms":{{times[^1]:F3}}}""");

    private static double At(double[] sorted, double part) => sorted[(int)(sorted.Length * part)];
}
