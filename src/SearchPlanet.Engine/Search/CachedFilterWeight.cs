using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>A filter whose matches are taken from the <see cref="FilterCache"/>.</summary>
internal sealed class CachedFilterWeight(Weight inner, Query query, FilterCache cache) : Weight
{
    // Small segments come and go; their filters are quick.
    private const int MinDocs = 4096;

    public override Scorer? Scorer(Leaf leaf) =>
        leaf.Reader.MaxDoc < MinDocs ? inner.Scorer(leaf) : new BitSetScorer(cache.Get(inner, query, leaf), 0);

    public override Explanation Explain(Leaf leaf, int doc) => inner.Explain(leaf, doc);
}
