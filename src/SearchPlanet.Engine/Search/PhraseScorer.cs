namespace SearchPlanet.Engine.Search;

/// <summary>A phrase: documents that hold all places are candidates, rarest place first; positions decide.</summary>
internal sealed class PhraseScorer : Scorer
{
    private readonly PhrasePlace[] _places;
    private readonly int _slop;
    private readonly TermScoring _scoring;
    private readonly FieldNorms _norms;
    private int[] _starts = new int[64];
    private SloppyPlace[]? _sloppy;
    private int _doc = -1;

    internal PhraseScorer(PhrasePlace[] places, int slop, TermScoring scoring, FieldNorms norms)
    {
        Array.Sort(places, static (a, b) => a.Cost.CompareTo(b.Cost));
        _places = places;
        _slop = slop;
        _scoring = scoring;
        _norms = norms;
    }

    public override int DocId => _doc;

    public override long Cost => _places[0].Cost;

    /// <summary>When matches need not be counted: documents that cannot score above this are passed over, positions unread.</summary>
    internal float MinCompetitiveScore { get; set; } = float.NegativeInfinity;

    /// <summary>How often the phrase is in the current document, after <see cref="Matches"/>.</summary>
    internal float PhraseFreq { get; private set; }

    public override int NextDoc() => _doc = Align(_places[0].NextDoc());

    public override int Advance(int target) => _doc = Align(_places[0].Advance(target));

    public override bool Matches()
    {
        if (_slop == 0 && MinCompetitiveScore > 0 && !CanCompete())
            return false;
        PhraseFreq = _slop == 0 ? ExactFreq() : SloppyFreq();
        return PhraseFreq > 0;
    }

    public override float Score() => _scoring.Score(PhraseFreq, _norms[_doc]);

    public override float MaxScore(int from, int to)
    {
        // Sloppily an occurrence may take part in several matches.
        if (_slop > 0)
            return _scoring.Bound;
        var least = float.PositiveInfinity;
        foreach (var place in _places)
            least = Math.Min(least, place.MaxScore(from, to, _scoring));
        return least;
    }

    /// <summary>A phrase is at most as often in a document as each of its places.</summary>
    private bool CanCompete()
    {
        var freq = int.MaxValue;
        foreach (var place in _places)
            freq = Math.Min(freq, place.MaxFreq);
        return freq == int.MaxValue || _scoring.Score(freq, _norms[_doc]) > MinCompetitiveScore;
    }

    private int Align(int doc)
    {
        while (doc != NoMoreDocs)
        {
            var i = 1;
            for (; i < _places.Length; i++)
            {
                var place = _places[i];
                var at = place.DocId < doc ? place.Advance(doc) : place.DocId;
                if (at != doc)
                {
                    doc = at == NoMoreDocs ? at : _places[0].Advance(at);
                    break;
                }
            }
            if (i == _places.Length)
                break;
        }
        return doc;
    }

    /// <summary>Where the phrase begins by its rarest place, thinned out by the others.</summary>
    private int ExactFreq()
    {
        var first = _places[0].Positions();
        if (_starts.Length < first.Length)
            _starts = new int[2 * first.Length];
        var count = first.Length;
        for (var i = 0; i < count; i++)
            _starts[i] = first[i] - _places[0].Offset;
        for (var p = 1; p < _places.Length && count > 0; p++)
        {
            var positions = _places[p].Positions();
            var offset = _places[p].Offset;
            int kept = 0, at = 0;
            for (var i = 0; i < count && at < positions.Length; i++)
            {
                var wanted = _starts[i] + offset;
                while (at < positions.Length && positions[at] < wanted)
                    at++;
                if (at < positions.Length && positions[at] == wanted)
                    _starts[kept++] = _starts[i];
            }
            count = kept;
        }
        return count;
    }

    /// <summary>
    /// Lucene's sloppy matching: the place that is furthest behind moves on; each time the others cannot come nearer, the
    /// spread of the displacements is a match if it is within the slop.
    /// </summary>
    private float SloppyFreq()
    {
        _sloppy ??= new SloppyPlace[_places.Length];
        var end = int.MinValue;
        for (var i = 0; i < _places.Length; i++)
        {
            ref var place = ref _sloppy[i];
            var positions = _places[i].Positions();
            place.Copy(positions, _places[i].Offset);
            end = Math.Max(end, place.Current);
        }
        var freq = 0f;
        var (last, next) = Behind();
        var spread = end - _sloppy[last].Current;
        while (_sloppy[last].MoveNext())
        {
            var current = _sloppy[last].Current;
            end = Math.Max(end, current);
            if (current > next)
            {
                if (spread <= _slop)
                    freq += 1f / (1 + spread);
                (last, next) = Behind();
                spread = end - _sloppy[last].Current;
            }
            else
            {
                spread = Math.Min(spread, end - current);
            }
        }
        return spread <= _slop ? freq + (1f / (1 + spread)) : freq;
    }

    /// <summary>The place furthest behind, and how far the one before it stands.</summary>
    private (int Place, int Next) Behind()
    {
        var least = 0;
        for (var i = 1; i < _sloppy!.Length; i++)
        {
            if (_sloppy[i].Current < _sloppy[least].Current)
                least = i;
        }
        var next = int.MaxValue;
        for (var i = 0; i < _sloppy.Length; i++)
        {
            if (i != least)
                next = Math.Min(next, _sloppy[i].Current);
        }
        return (least, next);
    }

    private struct SloppyPlace
    {
        private int[]? _positions;
        private int _count;
        private int _at;

        internal readonly int Current => _positions![_at];

        internal void Copy(ReadOnlySpan<int> positions, int offset)
        {
            if (_positions is null || _positions.Length < positions.Length)
                _positions = new int[Math.Max(16, 2 * positions.Length)];
            for (var i = 0; i < positions.Length; i++)
                _positions[i] = positions[i] - offset;
            _count = positions.Length;
            _at = 0;
        }

        internal bool MoveNext() => ++_at < _count || (_at = _count - 1) < 0;
    }
}
