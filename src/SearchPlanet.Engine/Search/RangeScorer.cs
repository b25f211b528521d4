using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The documents whose number lies in a range, read from the column.</summary>
internal sealed class RangeScorer(NumericDocValues column, long min, long max, float score) : Scorer
{
    // A guess, uniform over the column's range: enough to decide who leads.
    private readonly double _share = Math.Clamp(
        ((double)Math.Min(max, column.Max) - Math.Max(min, column.Min) + 1) / ((double)column.Max - column.Min + 1), 0, 1);

    private int _doc = -1;

    public override int DocId => _doc;

    // Twice the matches: a scan costs more than a list, so others lead when they can.
    public override long Cost => column.MaxDoc + (long)(_share * column.Count);

    internal override bool IsRandomAccess => true;

    public override int NextDoc() => Advance(_doc + 1);

    public override int Advance(int target)
    {
        for (var doc = target; doc < column.MaxDoc; doc++)
        {
            if (column.Get(doc) is var value && value >= min && value <= max && column.HasValue(doc))
            {
                return _doc = doc;
            }
        }

        return _doc = NoMoreDocs;
    }

    public override float Score() => score;

    public override float MaxScore(int from, int to) => score;

    public override void FillMatches(int from, int to, Span<ulong> bits)
    {
        // Windows begin and end at whole words, or at the end of the column.
        column.FillRange(min, max, from, bits[..((to - from + 63) >> 6)]);
        _doc = to - 1;
    }

    public override int SkipTo(int to) => to < column.MaxDoc ? to : NoMoreDocs;

    public override int Retain(Span<int> docs) => column.FilterRange(min, max, docs);
}
