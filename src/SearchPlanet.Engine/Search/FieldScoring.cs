using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>A field's statistics and its 256 norms, worked out once a searcher.</summary>
internal sealed class FieldScoring
{
    internal FieldScoring(IndexSearcher searcher, string field)
    {
        long docCount = 0, sumTotalTermFreq = 0;
        foreach (var leaf in searcher.Reader.Leaves)
        {
            if (leaf.Reader.Terms(field) is { } terms)
            {
                docCount += terms.DocCount;
                sumTotalTermFreq += terms.SumTotalTermFreq;
            }
        }

        Statistics = new CollectionStatistics(field, docCount, sumTotalTermFreq);
        Similarity = searcher.Similarities.GetValueOrDefault(field) ?? new BM25Similarity();
        for (var i = 0; i < Norms.Length; i++)
        {
            Norms[i] = Similarity.Norm(SmallFloat.Byte4ToInt((byte)i), Statistics.AverageLength);
        }
    }

    internal CollectionStatistics Statistics { get; }

    internal BM25Similarity Similarity { get; }

    internal float[] Norms { get; } = new float[256];
}
