using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The documents that hold a term, scored by BM25.</summary>
public sealed record TermQuery(Term Term) : Query
{
    public TermQuery(string field, string text)
        : this(new Term(field, text))
    {
    }

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        return new TermWeight(searcher, searcher.Lookup(Term), needsScores, boost);
    }

    public override string ToString() => Term.ToString();
}
