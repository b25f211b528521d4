using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Every document, each with the score 1.</summary>
public sealed record MatchAllDocsQuery : Query
{
    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) => new AllWeight(boost);

    public override string ToString() => "*:*";

    private sealed class AllWeight(float score) : Weight
    {
        public override Scorer Scorer(Leaf leaf) => new AllDocsScorer(leaf.Reader.MaxDoc, score);

        public override int Count(Leaf leaf) => leaf.Reader.NumDocs;

        public override Explanation Explain(Leaf leaf, int doc) => Explanation.Match(score, "every document matches");
    }
}
