namespace SearchPlanet.Search;

/// <summary>What a caller asks for; the parameters of <c>/api/v1/search</c>, the page and the command line alike.</summary>
public sealed record SearchRequest
{
    /// <summary>In the query language; empty browses.</summary>
    public string Query { get; init; } = "";

    /// <summary>By dimension: <c>tag author source planet kind lang</c>.</summary>
    public IReadOnlyDictionary<string, FieldFilter> Filters { get; init; } = new Dictionary<string, FieldFilter>();

    /// <summary>First day wanted, UTC.</summary>
    public DateOnly? After { get; init; }

    /// <summary>First day no longer wanted, UTC.</summary>
    public DateOnly? Before { get; init; }

    public SortOrder Sort { get; init; }

    /// <summary>1 to 100.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>From <see cref="SearchResponse.NextCursor"/>; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>Dimensions to count: <c>tag author source planet kind lang year version</c>.</summary>
    public IReadOnlyList<string> Facets { get; init; } = [];

    /// <summary>Values a facet, 1 to 100.</summary>
    public int FacetSize { get; init; } = 10;

    public bool Highlight { get; init; } = true;

    public bool Explain { get; init; }

    /// <summary>Throws <c>QuerySyntaxException</c> where the lenient parser would take a note.</summary>
    public bool Strict { get; init; }
}
