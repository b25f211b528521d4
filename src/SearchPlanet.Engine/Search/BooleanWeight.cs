using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

internal sealed class BooleanWeight : Weight
{
    private readonly ImmutableArray<(Weight Weight, Occur Occur)> _clauses;
    private readonly int _minimumShouldMatch;
    private readonly bool _needsScores;

    internal BooleanWeight(IndexSearcher searcher, BooleanQuery query, bool needsScores, float boost)
    {
        _needsScores = needsScores;
        _minimumShouldMatch = Math.Max(query.MinimumShouldMatch, query.Clauses.Any(static clause => clause.Occur is Occur.Must or Occur.Filter) ? 0 : 1);
        _clauses = [.. query.Clauses.Select(clause => (Bind(searcher, clause, needsScores, boost), clause.Occur))];
    }

    public override Scorer? Scorer(Leaf leaf) => Parts.Of(this, leaf) is { } parts ? parts.ToScorer() : null;

    public override BulkScorer? BulkScorer(Leaf leaf, CollectMode mode)
    {
        if (Parts.Of(this, leaf) is not { } parts)
        {
            return null;
        }

        var needsScores = _needsScores && mode.HasFlag(CollectMode.Scores);
        if (parts.MinimumShouldMatch <= 0 && parts.Required.Length > 0)
        {
            return new ConjunctionBulkScorer(leaf, parts.Required, parts.Optional, parts.Prohibited, needsScores);
        }

        if (parts.MinimumShouldMatch == 1 && parts.Required.Length == 0 && parts.Prohibited.Length == 0 && TermDisjunctionBulkScorer.CanScore(parts.Optional))
        {
            return new TermDisjunctionBulkScorer(leaf, parts.Optional, needsScores);
        }

        if (parts.MinimumShouldMatch == 1 && parts.Required.Length == 0)
        {
            return new DisjunctionBulkScorer(leaf, parts.Optional, parts.Prohibited, needsScores);
        }

        return new DefaultBulkScorer(parts.ToScorer(), needsScores);
    }

    public override Explanation Explain(Leaf leaf, int doc)
    {
        var details = ImmutableArray.CreateBuilder<Explanation>();
        var should = 0;
        double sum = 0;
        foreach (var (weight, occur) in _clauses)
        {
            var explanation = weight.Explain(leaf, doc);
            if (occur == Occur.MustNot)
            {
                if (explanation.IsMatch)
                {
                    return Explanation.NoMatch("a prohibited clause matches", explanation);
                }

                continue;
            }

            if (!explanation.IsMatch)
            {
                if (occur != Occur.Should)
                {
                    return Explanation.NoMatch("a required clause does not match", explanation);
                }

                continue;
            }

            should += occur == Occur.Should ? 1 : 0;
            if (occur == Occur.Filter)
            {
                details.Add(Explanation.Match(0, "filter", explanation));
                continue;
            }

            sum += explanation.Value;
            details.Add(explanation);
        }

        return should < _minimumShouldMatch || details.Count == 0
            ? Explanation.NoMatch($"{should} of {_minimumShouldMatch} optional clauses match")
            : Explanation.Match((float)sum, "sum of", details.ToImmutable());
    }

    private static Weight Bind(IndexSearcher searcher, BooleanClause clause, bool needsScores, float boost)
    {
        var scores = clause.Occur is Occur.Must or Occur.Should && needsScores;
        var weight = clause.Query.CreateWeight(searcher, scores, boost);
        return clause.Occur is Occur.Filter && searcher.FilterCache is { } cache && !clause.Query.DependsOnSnapshot
            ? new CachedFilterWeight(weight, clause.Query, cache)
            : weight;
    }

    /// <summary>The clauses that can match in a segment.</summary>
    private sealed record Parts(Leaf Leaf, Clause[] Required, Clause[] Optional, Clause[] Prohibited, int MinimumShouldMatch, bool NeedsScores)
    {
        internal static Parts? Of(BooleanWeight owner, Leaf leaf)
        {
            var required = new List<Clause>();
            var optional = new List<Clause>();
            var prohibited = new List<Clause>();
            foreach (var (weight, occur) in owner._clauses)
            {
                var scorer = weight.Scorer(leaf);
                if (scorer is null)
                {
                    if (occur is Occur.Must or Occur.Filter)
                    {
                        return null;
                    }

                    continue;
                }

                var clause = new Clause(weight, scorer, occur is Occur.Must or Occur.Should);
                (occur switch { Occur.Should => optional, Occur.MustNot => prohibited, _ => required }).Add(clause);
            }

            if (optional.Count < owner._minimumShouldMatch)
            {
                return null;
            }

            if (required.Count > 0 && optional.Count > 0 && optional.Count == owner._minimumShouldMatch)
            {
                required.AddRange(optional);
                return new Parts(leaf, [.. required], [], [.. prohibited], 0, owner._needsScores);
            }

            return new Parts(leaf, [.. required], [.. optional], [.. prohibited], owner._minimumShouldMatch, owner._needsScores);
        }

        internal Scorer ToScorer()
        {
            var disjunction = Optional.Length == 0 ? null
                : new DisjunctionScorer([.. Optional.Select(static clause => clause.Scorer)], isFilter: !NeedsScores, Math.Max(1, MinimumShouldMatch));
            if (Required.Length == 0 && Prohibited.Length == 0)
            {
                return disjunction!;
            }

            var required = Required.Select(static clause => (clause.Scorer, clause.Scores)).ToList();
            if (disjunction is not null && MinimumShouldMatch > 0)
            {
                required.Add((disjunction, true));
            }

            return new ConjunctionScorer(
                [.. required],
                MinimumShouldMatch > 0 ? null : disjunction,
                [.. Prohibited.Select(static clause => clause.Scorer)]);
        }
    }

    /// <summary>A clause in a segment: its weight, to make more scorers, and the first of them.</summary>
    internal readonly record struct Clause(Weight Weight, Scorer Scorer, bool Scores);
}
