using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Any of the queries; the score is the best one's, and the others' times the tie breaker.</summary>
public sealed record DisjunctionMaxQuery : Query
{
    /// <param name="queries">At least one.</param>
    /// <param name="tieBreaker">0 (only the best counts) to 1 (the sum).</param>
    public DisjunctionMaxQuery(ImmutableArray<Query> queries, float tieBreaker = 0)
    {
        if (queries.IsDefaultOrEmpty)
        {
            throw new ArgumentException("At least one query.", nameof(queries));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(tieBreaker);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tieBreaker, 1);
        Queries = queries;
        TieBreaker = tieBreaker;
    }

    public ImmutableArray<Query> Queries { get; }

    public float TieBreaker { get; }

    internal override bool DependsOnSnapshot => Queries.Any(static query => query.DependsOnSnapshot);

    public override Query Rewrite()
    {
        if (Queries is [var only])
        {
            return only.Rewrite();
        }

        ImmutableArray<Query> rewritten = [.. Queries.Select(static query => query.Rewrite())];
        return rewritten.AsSpan().SequenceEqual(Queries.AsSpan(), ReferenceEqualityComparer.Instance) ? this : new DisjunctionMaxQuery(rewritten, TieBreaker);
    }

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) =>
        new MaxWeight(this, [.. Queries.Select(query => query.CreateWeight(searcher, needsScores, boost))], needsScores);

    public bool Equals(DisjunctionMaxQuery? other) =>
        other is not null && TieBreaker.Equals(other.TieBreaker) && Queries.AsSpan().SequenceEqual(other.Queries.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(TieBreaker);
        foreach (var query in Queries)
        {
            hash.Add(query);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"max({string.Join(" | ", Queries)})~{TieBreaker}";

    private sealed class MaxWeight(DisjunctionMaxQuery query, Weight[] weights, bool needsScores) : Weight
    {
        public override Scorer? Scorer(Leaf leaf)
        {
            var scorers = weights.Select(weight => weight.Scorer(leaf)).OfType<Scorer>().ToArray();
            return scorers.Length == 0 ? null : new DisjunctionScorer(scorers, isFilter: !needsScores, 1, query.TieBreaker);
        }

        public override Explanation Explain(Leaf leaf, int doc)
        {
            ImmutableArray<Explanation> matching =
                [.. weights.Select(weight => weight.Explain(leaf, doc)).Where(static explanation => explanation.IsMatch)];
            if (matching.IsEmpty)
            {
                return Explanation.NoMatch("none of the queries matches");
            }

            double best = matching.Max(static explanation => explanation.Value);
            var others = matching.Sum(static explanation => (double)explanation.Value) - best;
            return Explanation.Match((float)(best + (others * query.TieBreaker)), $"best of, and {query.TieBreaker} times the others", matching);
        }
    }
}
