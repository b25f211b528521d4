using System.Collections.Immutable;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// One word in several fields, and in several forms, scored as a single term of a text in which each field is repeated by
/// its weight: BM25F (Robertson, Zaragoza, Taylor 2004; Lucene's <c>CombinedFieldQuery</c>). With terms of one field it is
/// a synonym query.
/// </summary>
public sealed record CombinedFieldsQuery : Query
{
    /// <param name="terms">At least one.</param>
    public CombinedFieldsQuery(params ImmutableArray<FieldTerm> terms)
    {
        if (terms.IsDefaultOrEmpty)
        {
            throw new ArgumentException("At least one term.", nameof(terms));
        }

        if (terms.Any(static term => !(term.Weight > 0)))
        {
            throw new ArgumentException("Weights are above 0.", nameof(terms));
        }

        if (terms.GroupBy(static term => term.Term.Field).Any(static field => field.Select(static term => term.Weight).Distinct().Count() > 1))
        {
            throw new ArgumentException("All terms of a field have one weight.", nameof(terms));
        }

        Terms = [.. terms.Distinct()];
    }

    public ImmutableArray<FieldTerm> Terms { get; }

    /// <summary>k1 and b of the combined text.</summary>
    public BM25Similarity Similarity { get; init; } = new();

    /// <summary>Fields whose length counts though no term is looked for in them, with their weights: so that the words of a query share one length.</summary>
    public ImmutableArray<(string Field, float Weight)> OtherFields { get; init; } = [];

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        return new CombinedFieldsWeight(searcher, this, needsScores, boost);
    }

    public bool Equals(CombinedFieldsQuery? other) =>
        other is not null && Similarity == other.Similarity
        && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan()) && OtherFields.AsSpan().SequenceEqual(other.OtherFields.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Terms.Length, Terms[0], Similarity);

    public override string ToString() => $"({string.Join(" | ", Terms.Select(static term => $"{term.Term}*{term.Weight}"))})";
}
