using System.Collections.Immutable;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Clauses that must, should or must not match. Without a <see cref="Occur.Must"/> or <see cref="Occur.Filter"/> clause at
/// least one should-clause matches. Scores of what matches are added up.
/// </summary>
public sealed record BooleanQuery : Query
{
    public BooleanQuery(params ImmutableArray<BooleanClause> clauses)
    {
        if (clauses.IsDefault)
        {
            throw new ArgumentNullException(nameof(clauses));
        }

        Clauses = clauses;
    }

    public ImmutableArray<BooleanClause> Clauses { get; }

    /// <summary>How many should-clauses must match, beyond what the other clauses ask for. Default 0.</summary>
    public int MinimumShouldMatch { get; init; }

    internal override bool DependsOnSnapshot => Clauses.Any(static clause => clause.Query.DependsOnSnapshot);

    /// <summary>Any of the queries.</summary>
    public static BooleanQuery Any(params IEnumerable<Query> queries) =>
        new([.. queries.Select(static query => new BooleanClause(query, Occur.Should))]);

    /// <summary>All of the queries.</summary>
    public static BooleanQuery All(params IEnumerable<Query> queries) =>
        new([.. queries.Select(static query => new BooleanClause(query, Occur.Must))]);

    /// <summary>This query with another clause.</summary>
    public BooleanQuery With(Query query, Occur occur) =>
        new(Clauses.Add(new BooleanClause(query, occur))) { MinimumShouldMatch = MinimumShouldMatch };

    public override Query Rewrite()
    {
        if (Clauses is [{ Occur: Occur.Must or Occur.Should } only] && MinimumShouldMatch <= (only.Occur == Occur.Should ? 1 : 0))
        {
            return only.Query.Rewrite();
        }

        var rewritten = Clauses;
        for (var i = 0; i < Clauses.Length; i++)
        {
            var query = Clauses[i].Query.Rewrite();
            if (!ReferenceEquals(query, Clauses[i].Query))
            {
                rewritten = rewritten.SetItem(i, Clauses[i] with { Query = query });
            }
        }

        return rewritten == Clauses ? this : new BooleanQuery(rewritten) { MinimumShouldMatch = MinimumShouldMatch };
    }

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        return new BooleanWeight(searcher, this, needsScores, boost);
    }

    public bool Equals(BooleanQuery? other) =>
        other is not null && MinimumShouldMatch == other.MinimumShouldMatch && Clauses.AsSpan().SequenceEqual(other.Clauses.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(MinimumShouldMatch);
        foreach (var clause in Clauses)
        {
            hash.Add(clause);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(' ', Clauses.Select(static clause => clause.Occur switch
    {
        Occur.Must => $"+({clause.Query})",
        Occur.Filter => $"#({clause.Query})",
        Occur.MustNot => $"-({clause.Query})",
        _ => $"({clause.Query})",
    }));
}
