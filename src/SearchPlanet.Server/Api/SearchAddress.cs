using System.Text;
using SearchPlanet.Search;

namespace SearchPlanet.Server.Api;

/// <summary>
/// Writes a search as a query string in canonical order with defaults left out, so that one search has one address:
/// for links, <c>rel=canonical</c>, entity tags and the answer cache.
/// </summary>
internal static class SearchAddress
{
    /// <summary><paramref name="path"/> with everything that <paramref name="request"/> asks for.</summary>
    public static string Of(string path, SearchRequest request)
    {
        var builder = new StringBuilder(path);
        var separator = '?';
        void Add(string name, string value)
        {
            builder.Append(separator).Append(name).Append('=').Append(Escape(value));
            separator = '&';
        }

        if (request.Query.Length > 0)
        {
            Add("q", request.Query);
        }

        foreach (var dimension in SearchDimensions.Filters)
        {
            if (request.Filters.TryGetValue(dimension, out var filter))
            {
                foreach (var value in filter.Include)
                {
                    Add(dimension, value);
                }

                foreach (var value in filter.Exclude)
                {
                    Add("-" + dimension, value);
                }
            }
        }

        if (request.After is { } after)
        {
            Add("after", $"{after:yyyy-MM-dd}");
        }

        if (request.Before is { } before)
        {
            Add("before", $"{before:yyyy-MM-dd}");
        }

        if (request.Sort != SortOrder.Default)
        {
            Add("sort", request.Sort switch { SortOrder.Newest => "newest", SortOrder.Oldest => "oldest", _ => "relevance" });
        }

        if (request.Limit != 20)
        {
            Add("limit", $"{request.Limit}");
        }

        if (!request.Facets.SequenceEqual(SearchDimensions.DefaultFacets) && path.StartsWith("/api/", StringComparison.Ordinal))
        {
            Add("facets", request.Facets.Count == 0 ? "none" : string.Join(',', request.Facets));
        }

        if (request.FacetSize != 10)
        {
            Add("facet_size", $"{request.FacetSize}");
        }

        if (!request.Highlight)
        {
            Add("highlight", "0");
        }

        if (request.Explain)
        {
            Add("explain", "1");
        }

        if (request.Strict)
        {
            Add("strict", "1");
        }

        if (request.Cursor is { } cursor)
        {
            Add("cursor", cursor);
        }

        return builder.ToString();
    }

    /// <summary>The same search, from its first page, with one value of a dimension put in or taken out.</summary>
    public static SearchRequest Toggle(SearchRequest request, string dimension, string value)
    {
        request = request with { Cursor = null };
        switch (dimension)
        {
            case "year":
                var from = new DateOnly(int.Parse(value), 1, 1);
                return request.After == from && request.Before == from.AddYears(1)
                    ? request with { After = null, Before = null }
                    : request with { After = from, Before = from.AddYears(1) };
            case "version":
                // A version is part of the query language, django:6.0, and has no parameter.
                var words = request.Query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return request with
                {
                    Query = string.Join(' ', words.Contains(value) ? words.Where(word => word != value) : words.Append(value)),
                };
        }

        var old = request.Filters.GetValueOrDefault(dimension) ?? new FieldFilter([], []);
        var include = old.Include.Contains(value) ? [.. old.Include.Where(other => other != value)] : (List<string>)[.. old.Include, value];
        return WithFilter(request, dimension, new FieldFilter(include, [.. old.Exclude.Where(other => other != value)]));
    }

    /// <summary>Gives for a value what <see cref="Of"/> gives for <see cref="Toggle"/>; sooner, where there are many values.</summary>
    public static Func<string, string> Toggles(string path, SearchRequest request, string dimension)
    {
        // Each address differs in one value alone: written once, with a value that no other part of it can hold.
        const string Mark = "\u0001";
        if (dimension is "year" or "version" || request.Filters.ContainsKey(dimension)
            || Of(path, Toggle(request, dimension, Mark)).Split(Uri.EscapeDataString(Mark)) is not [var before, var after])
        {
            return value => Of(path, Toggle(request, dimension, value));
        }

        return value => $"{before}{Escape(value)}{after}";
    }

    /// <summary>The same search, from its first page, without one excluded value.</summary>
    public static SearchRequest Readmit(SearchRequest request, string dimension, string value)
    {
        var old = request.Filters[dimension];
        return WithFilter(request with { Cursor = null }, dimension, old with { Exclude = [.. old.Exclude.Where(other => other != value)] });
    }

    private static string Escape(string value) => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);

    private static SearchRequest WithFilter(SearchRequest request, string dimension, FieldFilter filter)
    {
        var filters = new Dictionary<string, FieldFilter>(request.Filters);
        if (filter.Include.Count == 0 && filter.Exclude.Count == 0)
        {
            filters.Remove(dimension);
        }
        else
        {
            filters[dimension] = filter;
        }

        return request with { Filters = filters };
    }
}
