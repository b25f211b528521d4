using System.Text.Json.Serialization;
using SearchPlanet.Search;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The answer of <c>/api/v1/search</c>. Names and meanings are promised for as long as the path says v1; members may be added.</summary>
internal sealed record SearchAnswer
{
    public required Echo Query { get; init; }

    public required Count Total { get; init; }

    /// <summary>True when the time was over before everything was done; a note says so. Absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Partial { get; init; }

    public required IReadOnlyList<HitAnswer> Hits { get; init; }

    public required IReadOnlyDictionary<string, FacetAnswer> Facets { get; init; }

    public required IReadOnlyList<Bucket> Histogram { get; init; }

    public required Paging Page { get; init; }

    /// <summary>Of the search that made this answer; a cached one keeps its own.</summary>
    public required double TookMs { get; init; }

    public required string IndexVersion { get; init; }

    public static SearchAnswer Of(SearchRequest request, SearchResponse response, string path)
    {
        var next = response.NextCursor is { } cursor ? SearchAddress.Of(path, request with { Cursor = cursor }) : null;
        return new SearchAnswer
        {
            Query = Echo.Of(response.Query),
            Total = new Count(response.Total, response.IsTotalExact ? "eq" : "gte"),
            Partial = response.IsPartial ? true : null,
            Hits = [.. response.Hits.Select(HitAnswer.Of)],
            Facets = response.Facets.ToDictionary(facet => facet.Key, facet => FacetAnswer.Of(facet.Key, facet.Value, request, path)),
            Histogram = [.. response.Histogram.Select(Bucket.Of)],
            Page = new Paging(request.Limit, response.NextCursor, next),
            TookMs = Math.Round(response.Took.TotalMilliseconds, 2),
            IndexVersion = response.IndexVersion,
        };
    }

    internal sealed record Echo(
        string Raw, string Normalized, IReadOnlyList<QueryNote> Notes, Suggestion? DidYouMean, IReadOnlyList<Suggestion>? Relaxed)
    {
        public static Echo Of(QueryEcho echo) => new(echo.Raw, echo.Normalized, echo.Notes, echo.DidYouMean, echo.Relaxed);
    }

    /// <param name="Relation"><c>eq</c>: totals are exact; <c>gte</c> when the time was over before all was counted.</param>
    internal sealed record Count(int Value, string Relation);

    internal sealed record Bucket(DateOnly From, DateOnly To, int Count)
    {
        public static Bucket Of(HistogramBucket bucket) => new(bucket.From, bucket.To, bucket.Count);
    }

    internal sealed record Paging(int Limit, string? Next, string? NextUrl);
}
