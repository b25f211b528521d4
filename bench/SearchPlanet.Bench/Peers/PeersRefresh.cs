using System.Diagnostics;
using System.Globalization;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Bench.Peers;

/// <summary>
/// How soon one more document is found in a large index: added, refreshed, and searched for, again and again. Nothing is committed, so the index stays
/// as it is. Run: <c>-- peers refresh corpus-1000000.tsv INDEX OUT.json</c>.
/// </summary>
internal static class PeersRefresh
{
    private const int WarmUps = 50;
    private const int Refreshes = 500;

    public static int Run(string tsv, string path, string output)
    {
        using var writer = IndexWriter.Open(new FileIndexDirectory(path), PeerSchema.Create());
        var reader = writer.GetReader();
        var docs = reader.NumDocs;
        var document = new Document();
        var times = new List<double>();
        foreach (var (number, line) in File.ReadLines(tsv).Take(WarmUps + Refreshes).Index())
        {
            var row = line.Split('\t');
            row[0] = $"refreshed-{number}";
            PeersIndex.Fill(document, row);
            var began = Stopwatch.GetTimestamp();
            writer.AddDocument(document);
            var newer = reader.OpenIfChanged() ?? throw new InvalidOperationException("Nothing was added.");
            var found = new IndexSearcher(newer).Count(new TermQuery("id", row[0]));
            var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            reader.Dispose();
            reader = newer;
            if (found != 1)
            {
                throw new InvalidOperationException($"{row[0]} was found {found} times.");
            }

            if (number >= WarmUps)
            {
                times.Add(elapsed);
            }
        }

        times.Sort();
        var json = string.Create(CultureInfo.InvariantCulture,
            $$"""{"engine":"SearchPlanet","docs":{{docs}},"refreshes":{{times.Count}},"segments":{{reader.Leaves.Length}},"load":"{{ProcessStatus.Load()}}","p50_ms":{{times[times.Count / 2]:F3}},"p99_ms":{{times[times.Count * 99 / 100]:F3}},"max_ms":{{times[^1]:F3}}}""");
        reader.Dispose();
        File.WriteAllText(output, json + "\n");
        Console.Error.WriteLine(json);
        return 0;
    }
}
