namespace SearchPlanet.Engine.Search;

/// <summary>Goes through <see cref="ScoredDocs"/>.</summary>
internal sealed class ScoredDocsScorer(ScoredDocs scored) : Scorer
{
    private int _index = -1;

    public override int DocId => _index < 0 ? -1 : _index < scored.Count ? scored.Docs[_index] : NoMoreDocs;

    public override long Cost => scored.Count;

    public override int NextDoc()
    {
        _index = Math.Min(_index + 1, scored.Count);
        return DocId;
    }

    public override int Advance(int target)
    {
        var from = Math.Max(_index, 0);
        var found = scored.Docs.AsSpan(from, scored.Count - from).BinarySearch(target);
        _index = from + (found < 0 ? ~found : found);
        return DocId;
    }

    public override float Score() => (float)scored.Scores[_index];

    public override float MaxScore(int from, int to)
    {
        var doc = DocId < from ? Advance(from) : DocId;
        return doc < to ? MathF.BitIncrement((float)scored.MaxScore) : 0;
    }
}
