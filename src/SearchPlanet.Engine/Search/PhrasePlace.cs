using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The documents and positions of one place of a phrase: those of its term, or of its alternatives together.</summary>
internal sealed class PhrasePlace(PostingsEnum[] alternatives, int offset)
{
    private readonly PostingsEnum? _only = alternatives is [var only] ? only : null;
    private int[] _merged = [];
    private int _doc = -1;

    internal int Offset => offset;

    internal long Cost { get; } = alternatives.Sum(static postings => (long)postings.DocFreq);

    internal int DocId => _doc;

    /// <summary>Occurrences in the current document, or as many as there may be.</summary>
    internal int MaxFreq => _only?.Freq ?? int.MaxValue;

    internal int NextDoc() => Advance(_doc + 1);

    internal int Advance(int target)
    {
        if (_only is { } list)
            return _doc = list.DocId >= target ? list.DocId : list.DocId == target - 1 ? list.NextDoc() : list.Advance(target);
        var least = PostingsEnum.NoMoreDocs;
        foreach (var postings in alternatives)
        {
            var doc = postings.DocId;
            if (doc < target)
                doc = doc == target - 1 ? postings.NextDoc() : postings.Advance(target);
            least = Math.Min(least, doc);
        }
        return _doc = least;
    }

    /// <summary>Positions in the current document, rising. Valid until the next move.</summary>
    internal ReadOnlySpan<int> Positions()
    {
        if (_only is { } list)
            return list.Positions;
        var count = 0;
        PostingsEnum? only = null;
        foreach (var postings in alternatives)
        {
            if (postings.DocId != _doc)
                continue;
            if (count == 0 && only is null)
            {
                only = postings;
                continue;
            }
            if (only is not null)
            {
                count = Append(only.Positions, 0);
                only = null;
            }
            count = Append(postings.Positions, count);
        }
        if (only is not null)
            return only.Positions;
        var merged = _merged.AsSpan(0, count);
        merged.Sort();
        return merged;
    }

    /// <summary>An upper bound of the scores that a phrase through here can have.</summary>
    internal float MaxScore(int from, int to, TermScoring scoring)
    {
        // Frequencies of alternatives add up; a single list has its impacts.
        if (_only is not { } postings)
            return scoring.Bound;
        var best = 0f;
        for (var block = postings.AdvanceShallow(from); block < postings.BlockCount; block++)
        {
            best = Math.Max(best, scoring.BoundOf(postings.ImpactsOf(block)));
            if (postings.LastDocOf(block) >= to - 1)
                break;
        }
        return best;
    }

    private int Append(ReadOnlySpan<int> positions, int count)
    {
        if (_merged.Length < count + positions.Length)
            Array.Resize(ref _merged, Math.Max(2 * _merged.Length, count + positions.Length));
        positions.CopyTo(_merged.AsSpan(count));
        return count + positions.Length;
    }
}
