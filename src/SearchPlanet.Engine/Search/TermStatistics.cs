using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>A term looked up in every segment, so that scorers need not seek again.</summary>
internal sealed class TermStatistics
{
    private readonly TermState[] _states;

    internal TermStatistics(Term term, int leafCount)
    {
        Term = term;
        _states = new TermState[leafCount];
    }

    internal Term Term { get; }

    internal long DocFreq { get; private set; }

    internal void Add(int leaf, in TermState state)
    {
        _states[leaf] = state;
        DocFreq += state.DocFreq;
    }

    /// <summary>Documents of the term in a segment, 0 when it is not there.</summary>
    internal int DocFreqIn(Leaf leaf) => _states[leaf.Ordinal].DocFreq;

    internal PostingsEnum? Postings(Leaf leaf)
    {
        ref readonly var state = ref _states[leaf.Ordinal];
        return state.DocFreq == 0 ? null : leaf.Reader.Postings(Term.Field, state);
    }

    /// <summary>Positions of the term in a segment that holds it.</summary>
    internal PositionsLookup Positions(Leaf leaf) => leaf.Reader.Positions(Term.Field, _states[leaf.Ordinal]);
}
