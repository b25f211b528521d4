using SearchPlanet.Search.Results;

namespace SearchPlanet.Search;

/// <summary>The answer to a <see cref="SearchRequest"/>.</summary>
public sealed record SearchResponse
{
    public required QueryEcho Query { get; init; }

    /// <summary>Exact, unless <see cref="IsTotalExact"/> says otherwise.</summary>
    public required int Total { get; init; }

    /// <summary>False when the budget ran out before all posts were looked at: there may be more, and better ones.</summary>
    public bool IsTotalExact { get; init; } = true;

    /// <summary>The budget ran out and something is left away: hits, snippets, facets or other queries to try.</summary>
    public bool IsPartial { get; init; }

    public required IReadOnlyList<Hit> Hits { get; init; }

    /// <summary>By dimension, in the order asked for.</summary>
    public required IReadOnlyDictionary<string, FacetResult> Facets { get; init; }

    /// <summary>Posts a month (a year when the span is over ten years; a day when under 62), without gaps; empty when nothing is dated.</summary>
    public required IReadOnlyList<HistogramBucket> Histogram { get; init; }

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Names the snapshot searched: changes when and only when the searchable content does.</summary>
    public required string IndexVersion { get; init; }

    public TimeSpan Took { get; init; }
}
