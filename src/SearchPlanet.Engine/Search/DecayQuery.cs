using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// A query whose scores are multiplied by a factor that falls with the distance of a document's number from an origin: a
/// prior for what is recent, say. The factor is 1 at the origin and <see cref="Floor"/> + (1 - <see cref="Floor"/>) / 2
/// one <see cref="Scale"/> away; documents without the number get the floor.
/// </summary>
public sealed record DecayQuery : Query
{
    /// <param name="field">A numeric column.</param>
    /// <param name="scale">The distance at which half of what can be lost is lost; above 0.</param>
    public DecayQuery(Query inner, string field, long origin, long scale)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        Inner = inner;
        Field = field;
        Origin = origin;
        Scale = scale;
    }

    public Query Inner { get; init; }

    public string Field { get; }

    public long Origin { get; }

    public long Scale { get; }

    /// <summary>The least factor, 0 to 1. Default 0.</summary>
    public float Floor
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    }

    public DecayShape Shape { get; init; }

    internal override bool DependsOnSnapshot => Inner.DependsOnSnapshot;

    public override Query Rewrite()
    {
        var inner = Inner.Rewrite();
        return ReferenceEquals(inner, Inner) ? this : this with { Inner = inner };
    }

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        var inner = Inner.CreateWeight(searcher, needsScores, boost);
        return needsScores ? new DecayWeight(this, inner) : inner;
    }

    /// <summary>The factor for a number.</summary>
    private float Factor(long value)
    {
        var distance = Math.Abs((double)value - Origin) / Scale;
        var factor = Shape switch
        {
            DecayShape.Gaussian => Math.Pow(0.5, distance * distance),
            DecayShape.Linear => Math.Max(0, 1 - (distance / 2)),
            DecayShape.Reciprocal => 1 / (1 + distance),
            _ => Math.Pow(0.5, distance),
        };
        return (float)(Floor + ((1 - Floor) * factor));
    }

    private sealed class DecayWeight(DecayQuery query, Weight inner) : Weight
    {
        public override Scorer? Scorer(Leaf leaf) => inner.Scorer(leaf) is { } scorer ? new DecayScorer(query, scorer, Column(leaf)) : null;

        public override BulkScorer? BulkScorer(Leaf leaf, CollectMode mode) =>
            inner.BulkScorer(leaf, mode) is { } bulk ? new DecayBulkScorer(query, bulk, Column(leaf)) : null;

        public override int Count(Leaf leaf) => inner.Count(leaf);

        public override Explanation Explain(Leaf leaf, int doc)
        {
            var explanation = inner.Explain(leaf, doc);
            if (!explanation.IsMatch)
            {
                return explanation;
            }

            var factor = query.FactorOf(Column(leaf), doc);
            return Explanation.Match(explanation.Value * factor, "product of", explanation, Explanation.Match(factor, $"decay of {query.Field} from {query.Origin}"));
        }

        private NumericDocValues? Column(Leaf leaf) => leaf.Reader.NumericDocValues(query.Field);
    }

    private float FactorOf(NumericDocValues? column, int doc) => column is not null && column.HasValue(doc) ? Factor(column.Get(doc)) : Floor;

    private sealed class DecayScorer(DecayQuery query, Scorer inner, NumericDocValues? column) : Scorer
    {
        public override int DocId => inner.DocId;

        public override long Cost => inner.Cost;

        public override int NextDoc() => inner.NextDoc();

        public override int Advance(int target) => inner.Advance(target);

        public override bool Matches() => inner.Matches();

        public override float Score() => inner.Score() * query.FactorOf(column, inner.DocId);

        public override float MaxScore(int from, int to) => inner.MaxScore(from, to);
    }

    /// <summary>The factor is at most 1, so what does not compete before does not after.</summary>
    private sealed class DecayBulkScorer(DecayQuery query, BulkScorer inner, NumericDocValues? column) : BulkScorer
    {
        public override int Score(DocWindow window)
        {
            var next = inner.Score(window);
            window.Rescore((doc, score) => score * query.FactorOf(column, doc));
            return next;
        }

        internal override void Release() => inner.Release();
    }
}
