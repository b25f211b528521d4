using System.Globalization;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Bench.Peers;

/// <summary>
/// Writes total and best hits with scores of each query, to be compared with Java Lucene 8's
/// (<c>bench/lucene8/LuceneScores.java</c>, <c>compare_scores.py</c>).
/// Run: <c>-- peers scores INDEX queries.tsv OUT.tsv</c>.
/// </summary>
internal static class PeersScores
{
    public static int Run(string directory, string queries, string output)
    {
        using var reader = DirectoryReader.Open(new FileIndexDirectory(directory), PeerSchema.Create());
        var searcher = new IndexSearcher(reader);
        using var writer = new StreamWriter(output);
        foreach (var line in File.ReadLines(queries))
        {
            var top = searcher.Search(PeerQuery.Parse(line).ToQuery(), 10);
            writer.Write(top.TotalHits.ToString(CultureInfo.InvariantCulture));
            foreach (var hit in top.ScoreDocs)
            {
                var leaf = reader.LeafOf(hit.Doc);
                var id = leaf.Reader.StoredFields().Summary(hit.Doc - leaf.DocBase).GetString("id");
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"\t{id}:{hit.Score:R}"));
            }

            writer.Write('\n');
        }

        return 0;
    }
}
