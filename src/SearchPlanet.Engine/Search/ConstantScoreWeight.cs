using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Base of queries that only say yes or no: every match has the boost as its score.</summary>
internal abstract class ConstantScoreWeight(float score, string description) : Weight
{
    protected float Score => score;

    public override BulkScorer? BulkScorer(Leaf leaf, CollectMode mode) =>
        Scorer(leaf) is { } scorer ? new ConstantBulkScorer(scorer, score) : null;

    public override Explanation Explain(Leaf leaf, int doc) => ScorerAt(leaf, doc) is null
        ? Explanation.NoMatch($"not {description}")
        : Explanation.Match(score, description);
}
