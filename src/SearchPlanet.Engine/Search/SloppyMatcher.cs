namespace SearchPlanet.Engine.Search;

/// <summary>
/// Counts a phrase within a slop, as Lucene's <c>SloppyPhraseMatcher</c>: the place that is furthest behind moves on; each
/// time the others cannot come nearer, the spread of the displacements is a match if it is within the slop. Places that
/// share a term never stand on the same occurrence: of two that would, the one further behind moves on.
/// </summary>
internal sealed class SloppyMatcher
{
    private readonly PhrasePlace[] _places;
    private readonly Walk[] _walks;
    private readonly Walk[] _repeating;
    private readonly int _slop;

    // The furthest that any place stands.
    private int _end;

    internal SloppyMatcher(PhrasePlace[] places, int slop)
    {
        _places = places;
        _slop = slop;
        _walks = [.. places.Select(static place => new Walk(place.Offset, place.RepeatGroup))];
        _repeating = [.. _walks.Where(walk => Array.Exists(_walks, other => other != walk && other.Group == walk.Group)).OrderBy(static walk => walk.Offset)];
    }

    /// <summary>How often the phrase is in a document: each time 1 / (1 + spread).</summary>
    /// <param name="doc">Holds all places.</param>
    internal float Freq(int doc)
    {
        if (!TryBegin(doc))
        {
            return 0;
        }

        var freq = 0f;
        var (last, next) = Behind();
        var spread = _end - last.Current;
        while (TryMove(last) && TryMoveApart(last))
        {
            if (last.Current > next)
            {
                freq += Weight(spread);
                (last, next) = Behind();
                spread = _end - last.Current;
            }
            else
            {
                spread = Math.Min(spread, _end - last.Current);
            }
        }

        return freq + Weight(spread);
    }

    private float Weight(int spread) => spread <= _slop ? 1f / (1 + spread) : 0;

    private bool TryBegin(int doc)
    {
        _end = int.MinValue;
        for (var i = 0; i < _walks.Length; i++)
        {
            _places[i].MoveTo(doc);
            _walks[i].Begin(_places[i].Positions());
            _end = Math.Max(_end, _walks[i].Current);
        }

        foreach (var walk in _repeating)
        {
            if (!TryMoveApart(walk))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryMove(Walk walk)
    {
        if (!walk.TryMove())
        {
            return false;
        }

        _end = Math.Max(_end, walk.Current);
        return true;
    }

    /// <summary>Sees to it that no other place stands where this one does; false when there is no occurrence left for one.</summary>
    private bool TryMoveApart(Walk moved)
    {
        while (SharingWith(moved) is { } other)
        {
            // On one occurrence the later place of the phrase is further behind.
            moved = other.Offset > moved.Offset ? other : moved;
            if (!TryMove(moved))
            {
                return false;
            }
        }

        return true;
    }

    private Walk? SharingWith(Walk walk)
    {
        foreach (var other in _repeating)
        {
            if (other != walk && other.Group == walk.Group && other.Occurrence == walk.Occurrence)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The place furthest behind, of two at once the earlier in the phrase, and how far the one before it stands.</summary>
    private (Walk Place, int Next) Behind()
    {
        var least = _walks[0];
        foreach (var walk in _walks)
        {
            if (walk.Current < least.Current || (walk.Current == least.Current && walk.Offset < least.Offset))
            {
                least = walk;
            }
        }

        var next = int.MaxValue;
        foreach (var walk in _walks)
        {
            if (walk != least)
            {
                next = Math.Min(next, walk.Current);
            }
        }

        return (least, next);
    }

    /// <summary>A place on its way through its positions in a document.</summary>
    private sealed class Walk(int offset, int group)
    {
        private int[] _positions = [];
        private int _count;
        private int _at;

        internal int Offset => offset;

        internal int Group => group;

        /// <summary>Where the phrase would begin.</summary>
        internal int Current => Occurrence - offset;

        /// <summary>Where the term stands in the document.</summary>
        internal int Occurrence => _positions[_at];

        internal void Begin(ReadOnlySpan<int> positions)
        {
            if (_positions.Length < positions.Length)
            {
                _positions = new int[Math.Max(16, 2 * positions.Length)];
            }

            positions.CopyTo(_positions);
            _count = positions.Length;
            _at = 0;
        }

        /// <summary>Stays on the last position when there is no other.</summary>
        internal bool TryMove()
        {
            if (_at + 1 == _count)
            {
                return false;
            }

            _at++;
            return true;
        }
    }
}
