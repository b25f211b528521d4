using SearchPlanet.Search;

namespace SearchPlanet.Server.Api;

/// <summary>Reads what <c>/api/v1/search</c>, the search page and the feeds of a search take, all the same.</summary>
internal static class SearchParameters
{
    private static readonly string[] _sorts = ["relevance", "newest", "oldest"];

    /// <summary>Strict reading, as the API does it.</summary>
    public static SearchRequest Read(ParameterReader reader)
    {
        IReadOnlyList<string> facets = reader.Text("facets") is { } names ? ReadFacets(reader, names) : SearchDimensions.DefaultFacets;
        return ReadMatch(reader) with
        {
            Sort = reader.Choice("sort", _sorts) switch
            {
                "relevance" => SortOrder.Relevance,
                "newest" => SortOrder.Newest,
                "oldest" => SortOrder.Oldest,
                _ => SortOrder.Default,
            },
            Limit = reader.Number("limit", 20, 1, 100),
            Cursor = reader.Text("cursor"),
            Facets = facets,
            FacetSize = reader.Number("facet_size", 10, 1, 100),
            Highlight = reader.Flag("highlight", true),
            Explain = reader.Flag("explain", false),
        };
    }

    /// <summary>Only what decides which posts match.</summary>
    public static SearchRequest ReadMatch(ParameterReader reader)
    {
        var filters = new Dictionary<string, FieldFilter>();
        foreach (var dimension in SearchDimensions.Filters)
        {
            var include = reader.Many(dimension);
            var exclude = reader.Many("-" + dimension);
            if (include.Count > 0 || exclude.Count > 0)
            {
                filters[dimension] = new FieldFilter(include, exclude);
            }
        }

        if (filters.TryGetValue("kind", out var kinds))
        {
            foreach (var kind in kinds.Include)
            {
                reader.CheckChoice("kind", kind, SearchDimensions.Kinds);
            }

            foreach (var kind in kinds.Exclude)
            {
                reader.CheckChoice("-kind", kind, SearchDimensions.Kinds);
            }
        }

        var request = new SearchRequest
        {
            // The query language cuts at 512 characters with a note; this bound only keeps the address sane.
            Query = reader.Text("q", 16_384) ?? "",
            Filters = filters,
            After = reader.Day("after"),
            Before = reader.Day("before"),
            Strict = reader.Flag("strict", false),
        };
        if (request is { After: { } after, Before: { } before } && before <= after)
        {
            reader.Fail("before", $"before must be later than after ({after:yyyy-MM-dd}), was {before:yyyy-MM-dd}.");
        }

        return request;
    }

    /// <summary>Reads for a page: what is unknown or out of range is passed over, so that no link from elsewhere ever fails.</summary>
    public static SearchRequest ReadForgiving(IQueryCollection query)
    {
        var request = Read(new ParameterReader(query));
        if (request.Filters.TryGetValue("kind", out var kinds))
        {
            var filters = new Dictionary<string, FieldFilter>(request.Filters)
            {
                ["kind"] = new FieldFilter(
                    [.. kinds.Include.Where(SearchDimensions.Kinds.Contains)], [.. kinds.Exclude.Where(SearchDimensions.Kinds.Contains)]),
            };
            request = request with { Filters = filters };
        }

        return request with
        {
            Before = request.Before <= request.After ? null : request.Before,
            Strict = false,
            Explain = false,
        };
    }

    private static List<string> ReadFacets(ParameterReader reader, string names)
    {
        var facets = new List<string>();
        foreach (var name in names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct())
        {
            if (name == "none")
            {
                continue;
            }

            if (reader.CheckChoice("facets", name, SearchDimensions.Facets))
            {
                facets.Add(name);
            }
        }

        return facets;
    }
}
