using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The positions of one place of a phrase: those of its term, or of its alternatives together.</summary>
/// <param name="repeatGroup">The same number for places that share a term, see <see cref="SloppyMatcher"/>.</param>
internal sealed class PhrasePlace(PositionsLookup[] alternatives, int offset, long cost, int repeatGroup)
{
    private readonly PositionsLookup? _only = alternatives is [var only] ? only : null;
    private readonly bool[] _present = new bool[alternatives.Length];
    private int[] _merged = [];
    private int _doc = -1;

    internal int Offset => offset;

    internal long Cost => cost;

    internal int RepeatGroup => repeatGroup;

    /// <summary>Occurrences in the current document, or as many as there may be.</summary>
    internal int MaxFreq => _only is null ? int.MaxValue : _present[0] ? _only.Freq : 0;

    /// <summary>Of what <see cref="Positions"/> gave: see <see cref="PositionsReader.Residues"/>.</summary>
    internal ulong Residues { get; private set; }

    /// <summary>Moves to a document; has no positions when it does not hold the term or one of its alternatives.</summary>
    /// <param name="doc">Not below that of the call before.</param>
    internal void MoveTo(int doc)
    {
        if (doc == _doc)
        {
            return;
        }

        _doc = doc;
        for (var i = 0; i < alternatives.Length; i++)
        {
            _present[i] = alternatives[i].TryMoveTo(doc);
        }
    }

    /// <summary>Positions in the current document, rising. Valid until the next move.</summary>
    internal ReadOnlySpan<int> Positions()
    {
        if (_only is not null)
        {
            var only = _present[0] ? _only.Positions() : [];
            Residues = _only.Residues;
            return only;
        }

        ulong residues = 0;
        var count = 0;
        for (var i = 0; i < alternatives.Length; i++)
        {
            if (!_present[i])
            {
                continue;
            }

            var positions = alternatives[i].Positions();
            if (_merged.Length < count + positions.Length)
            {
                Array.Resize(ref _merged, Math.Max(2 * _merged.Length, count + positions.Length));
            }

            residues |= alternatives[i].Residues;
            positions.CopyTo(_merged.AsSpan(count));
            count += positions.Length;
        }

        Residues = residues;
        var merged = _merged.AsSpan(0, count);
        merged.Sort();
        return merged;
    }
}
