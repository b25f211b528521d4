namespace SearchPlanet.Engine.Search;

/// <summary>All documents of a segment, with one score.</summary>
internal sealed class AllDocsScorer(int maxDoc, float score) : Scorer
{
    private int _doc = -1;

    public override int DocId => _doc;

    public override long Cost => maxDoc;

    internal override bool IsRandomAccess => true;

    public override int NextDoc() => Advance(_doc + 1);

    public override int Advance(int target) => _doc = target < maxDoc ? target : NoMoreDocs;

    public override float Score() => score;

    public override float MaxScore(int from, int to) => score;

    public override void FillMatches(int from, int to, Span<ulong> bits)
    {
        var end = Math.Min(to, maxDoc) - from;
        for (var i = 0; i << 6 < end; i++)
        {
            bits[i] = end - (i << 6) >= 64 ? ulong.MaxValue : bits[i] | ((1UL << (end - (i << 6))) - 1);
        }

        _doc = to - 1;
    }

    public override int SkipTo(int to) => to < maxDoc ? to : NoMoreDocs;

    public override int Retain(Span<int> docs) => docs.Length;
}
