namespace SearchPlanet.Engine.Search;

/// <summary>Decides by positions which of the documents that hold all words of a phrase hold the phrase, and how often.</summary>
internal sealed class PhraseMatcher
{
    private readonly PhrasePlace[] _places;
    private readonly int _slop;
    private readonly TermScoring _scoring;
    private readonly FieldNorms _norms;
    private int[] _starts = new int[64];
    private SloppyPlace[]? _sloppy;

    internal PhraseMatcher(PhrasePlace[] places, int slop, TermScoring scoring, FieldNorms norms)
    {
        // Rarest first: where its positions do not fit those of the next, the others are not read.
        Array.Sort(places, static (a, b) => a.Cost.CompareTo(b.Cost));
        _places = places;
        _slop = slop;
        _scoring = scoring;
        _norms = norms;
    }

    /// <summary>How often the phrase is in a document, sloppily less than once each time; 0 when it is not.</summary>
    /// <param name="doc">Above that of the call before; sloppily, it must hold all places.</param>
    internal float Freq(int doc) => _slop == 0 ? ExactFreq(doc) : SloppyFreq(doc);

    /// <summary>Keeps those of <paramref name="docs"/> that hold the phrase, moving them to the front.</summary>
    /// <param name="docs">Rising; sloppily, each must hold all places.</param>
    /// <param name="freqs">Receives how often each does.</param>
    /// <param name="minScore">Documents that cannot score above this are left out, their positions unread.</param>
    /// <returns>How many remain.</returns>
    internal int Retain(Span<int> docs, Span<float> freqs, float minScore)
    {
        var kept = 0;
        foreach (var doc in docs)
        {
            if (minScore > 0 && _slop == 0 && !CanCompete(doc, minScore))
                continue;
            var freq = Freq(doc);
            if (freq <= 0)
                continue;
            docs[kept] = doc;
            freqs[kept++] = freq;
        }
        return kept;
    }

    internal float Score(int doc, float freq) => _scoring.Score(freq, _norms[doc]);

    /// <summary>A phrase is at most as often in a document as each of its places.</summary>
    private bool CanCompete(int doc, float minScore)
    {
        var minFreq = _scoring.MinFreq(minScore, _norms[doc]);
        for (var p = 0; p < _places.Length && minFreq > 1; p++)
        {
            _places[p].MoveTo(doc);
            if (_places[p].MaxFreq < minFreq)
                return false;
        }
        return true;
    }

    /// <summary>Where the phrase begins by its rarest place, thinned out by the others.</summary>
    private int ExactFreq(int doc)
    {
        var starts = Positions(0, doc);
        var shift = _places[0].Offset;
        if (_starts.Length < starts.Length)
            _starts = new int[2 * starts.Length];
        for (var p = 1; p < _places.Length && starts.Length > 0; p++)
        {
            var positions = Positions(p, doc);
            var ahead = _places[p].Offset - shift;
            int kept = 0, at = 0;
            foreach (var start in starts)
            {
                var wanted = start + ahead;
                while (at < positions.Length && positions[at] < wanted)
                    at++;
                if (at == positions.Length)
                    break;
                if (positions[at] == wanted)
                    _starts[kept++] = start;
            }
            starts = _starts.AsSpan(0, kept);
        }
        return starts.Length;
    }

    private ReadOnlySpan<int> Positions(int place, int doc)
    {
        _places[place].MoveTo(doc);
        return _places[place].Positions();
    }

    /// <summary>
    /// Lucene's sloppy matching: the place that is furthest behind moves on; each time the others cannot come nearer, the
    /// spread of the displacements is a match if it is within the slop.
    /// </summary>
    private float SloppyFreq(int doc)
    {
        _sloppy ??= new SloppyPlace[_places.Length];
        var end = int.MinValue;
        for (var i = 0; i < _places.Length; i++)
        {
            ref var place = ref _sloppy[i];
            var positions = Positions(i, doc);
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

    /// <summary>The place furthest behind, of two at once the earlier in the phrase, and how far the one before it stands.</summary>
    private (int Place, int Next) Behind()
    {
        var least = 0;
        for (var i = 1; i < _sloppy!.Length; i++)
        {
            if (_sloppy[i].Current < _sloppy[least].Current
                || (_sloppy[i].Current == _sloppy[least].Current && _places[i].Offset < _places[least].Offset))
            {
                least = i;
            }
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
