using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>No document.</summary>
/// <param name="Reason">Why, for explanations.</param>
public sealed record MatchNoDocsQuery(string Reason) : Query
{
    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) => new NoneWeight(Reason);

    private sealed class NoneWeight(string reason) : Weight
    {
        public override Scorer? Scorer(Leaf leaf) => null;

        public override int Count(Leaf leaf) => 0;

        public override Explanation Explain(Leaf leaf, int doc) => Explanation.NoMatch(reason);
    }
}
