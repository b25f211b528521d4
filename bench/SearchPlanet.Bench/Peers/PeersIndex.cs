using System.Diagnostics;
using System.Globalization;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Bench.Peers;

/// <summary>
/// Indexes a peers' corpus as the other engines do: one thread, a commit at the end, then one segment.
/// Run: <c>-- peers index corpus-100000.tsv INDEX OUT.json</c>.
/// </summary>
internal static class PeersIndex
{
    private const int AnalyzedDocuments = 20_000;

    public static int Run(string tsv, string path, string output)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        var clock = Stopwatch.StartNew();
        long chars = 0;
        var count = 0;
        double indexed;
        double merged;
        using (var writer = IndexWriter.Open(new FileIndexDirectory(path), PeerSchema.Create(), new IndexWriterOptions { Create = true }))
        {
            var document = new Document();
            foreach (var line in File.ReadLines(tsv))
            {
                var row = line.Split('\t');
                chars += row[1].Length + row[2].Length;
                Fill(document, row);
                writer.AddDocument(document);
                count++;
            }

            writer.Commit();
            indexed = clock.Elapsed.TotalSeconds;
            writer.ForceMerge(1);
            writer.Commit();
            merged = clock.Elapsed.TotalSeconds;
        }

        var peak = ProcessStatus.MiB("VmHWM");
        var bytes = new DirectoryInfo(path).EnumerateFiles().Sum(f => f.Length);
        var stored = StoredBytes(path);
        var analyzed = AnalyzerSpeed(tsv);
        var json = string.Create(CultureInfo.InvariantCulture,
            $$"""{"engine":"SearchPlanet","docs":{{count}},"chars":{{chars}},"seconds":{{indexed:F2}},"merge_seconds":{{merged - indexed:F2}},"bytes":{{bytes}},"bytes_stored":{{stored}},"rss_mb":{{peak}},"load":"{{ProcessStatus.Load()}}","analyze_mb_s":{{analyzed:F1}}}""");
        File.WriteAllText(output, json + "\n");
        return 0;
    }

    /// <summary>Bytes of ids, titles and bodies kept for showing them.</summary>
    private static long StoredBytes(string path)
    {
        using var reader = DirectoryReader.Open(new FileIndexDirectory(path), PeerSchema.Create());
        return reader.Leaves
            .SelectMany(leaf => leaf.Reader.Sections())
            .Where(section => section.Section.StartsWith("Summary", StringComparison.Ordinal) || section.Section.StartsWith("Body", StringComparison.Ordinal))
            .Sum(section => section.Bytes);
    }

    internal static void Fill(Document document, string[] row)
    {
        document.Clear();
        document.AddKeyword("id", row[0]).AddStored("title", row[1]).AddStored("body", row[2]);
        document.AddText("text", row[1] + "\n" + row[2]);
        foreach (var tag in row[4].Split(','))
        {
            document.AddKeyword("tag", tag);
        }

        document.AddLong("date", long.Parse(row[6].Replace("-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        document.AddKeyword("author", row[3]).AddKeyword("source", row[5]).AddKeyword("year", row[6][..4]);
    }

    /// <summary>MB of text a second through the analyzer alone.</summary>
    private static double AnalyzerSpeed(string tsv)
    {
        var stream = new StandardAnalyzer().CreateStream();
        long chars = 0;
        var clock = Stopwatch.StartNew();
        foreach (var line in File.ReadLines(tsv).Take(AnalyzedDocuments))
        {
            var body = line.Split('\t')[2];
            chars += body.Length;
            stream.Reset(body.AsMemory());
            while (stream.IncrementToken())
            {
            }
        }

        return chars / 1e6 / clock.Elapsed.TotalSeconds;
    }
}
