using System.Numerics;

namespace SearchPlanet.Engine.Search;

/// <summary>Decides by positions which of the documents that hold all words of a phrase hold the phrase, and how often.</summary>
internal sealed class PhraseMatcher
{
    private readonly PhrasePlace[] _places;
    private readonly SloppyMatcher? _sloppy;
    private readonly TermScoring _scoring;
    private readonly FieldNorms _norms;
    private int[] _starts = new int[64];

    internal PhraseMatcher(PhrasePlace[] places, int slop, TermScoring scoring, FieldNorms norms)
    {
        // Rarest first: where its positions do not fit those of the next, the others are not read.
        Array.Sort(places, static (a, b) => a.Cost.CompareTo(b.Cost));
        _places = places;
        _sloppy = slop == 0 ? null : new SloppyMatcher(places, slop);
        _scoring = scoring;
        _norms = norms;
    }

    /// <summary>How often the phrase is in a document, sloppily less than once each time; 0 when it is not.</summary>
    /// <param name="doc">Above that of the call before; sloppily, it must hold all places.</param>
    internal float Freq(int doc) => _sloppy is null ? ExactFreq(doc) : _sloppy.Freq(doc);

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
            if (minScore > 0 && _sloppy is null && !CanCompete(doc, minScore))
            {
                continue;
            }

            var freq = Freq(doc);
            if (freq <= 0)
            {
                continue;
            }

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
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where the phrase begins by its rarest place, thinned out by the others.</summary>
    private int ExactFreq(int doc)
    {
        var starts = Positions(0, doc);
        var shift = _places[0].Offset;
        var residues = _places[0].Residues;
        if (_starts.Length < starts.Length)
        {
            _starts = new int[2 * starts.Length];
        }

        for (var p = 1; p < _places.Length && starts.Length > 0; p++)
        {
            var positions = Positions(p, doc);
            var ahead = _places[p].Offset - shift;

            // Most documents that hold the words hold them apart: one comparison tells, and the walk below mispredicts at each step.
            residues &= BitOperations.RotateRight(_places[p].Residues, ahead);
            if (residues == 0)
            {
                return 0;
            }

            int kept = 0, at = 0;
            foreach (var start in starts)
            {
                var wanted = start + ahead;
                while (at < positions.Length && positions[at] < wanted)
                {
                    at++;
                }

                if (at == positions.Length)
                {
                    break;
                }

                if (positions[at] == wanted)
                {
                    _starts[kept++] = start;
                }
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
}
