using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>The matches of a query, each with the score 1.</summary>
public sealed record ConstantScoreQuery(Query Inner) : Query
{
    internal override bool DependsOnSnapshot => Inner.DependsOnSnapshot;

    public override Query Rewrite()
    {
        var inner = Inner.Rewrite();
        return ReferenceEquals(inner, Inner) ? this : new ConstantScoreQuery(inner);
    }

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) =>
        new ConstantWeight(Inner.CreateWeight(searcher, needsScores: false, 1), boost);

    private sealed class ConstantWeight(Weight inner, float score) : Weight
    {
        public override Scorer? Scorer(Leaf leaf) => inner.Scorer(leaf) is { } scorer ? new ConstantScorer(scorer, score) : null;

        public override int Count(Leaf leaf) => inner.Count(leaf);

        public override Explanation Explain(Leaf leaf, int doc)
        {
            var explanation = inner.Explain(leaf, doc);
            return explanation.IsMatch ? Explanation.Match(score, "constant score of a match", explanation) : explanation;
        }
    }

    private sealed class ConstantScorer(Scorer inner, float score) : Scorer
    {
        public override int DocId => inner.DocId;

        public override long Cost => inner.Cost;

        public override int NextDoc() => inner.NextDoc();

        public override int Advance(int target) => inner.Advance(target);

        public override bool Matches() => inner.Matches();

        public override float Score() => score;

        public override float MaxScore(int from, int to) => score;

        public override int Retain(Span<int> docs) => inner.Retain(docs);
    }
}
