using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The union of some lists, scored by the weighted sum of their frequencies.</summary>
internal sealed class CombinedFieldsScorer(
    (PostingsEnum Postings, float Weight)[] lists, CombinedLengths lengths, float weight, BM25Similarity similarity, float averageLength) : Scorer
{
    private int _doc = -1;

    public override int DocId => _doc;

    public override long Cost { get; } = lists.Sum(static list => (long)list.Postings.DocFreq);

    public override int NextDoc() => Advance(_doc + 1);

    public override int Advance(int target)
    {
        var least = NoMoreDocs;
        foreach (var (postings, _) in lists)
        {
            var doc = postings.DocId;
            if (doc < target)
            {
                doc = doc == target - 1 ? postings.NextDoc() : postings.Advance(target);
            }

            least = Math.Min(least, doc);
        }

        return _doc = least;
    }

    public override float Score() =>
        BM25Similarity.Score(weight, CombinedFreq(), similarity.Norm(lengths.Of(_doc), averageLength));

    // tf stays below 1 whatever the frequency and the length.
    public override float MaxScore(int from, int to) => weight;

    internal float CombinedFreq()
    {
        var freq = 0f;
        foreach (var (postings, fieldWeight) in lists)
        {
            if (postings.DocId == _doc)
            {
                freq += fieldWeight * postings.Freq;
            }
        }

        return freq;
    }
}
