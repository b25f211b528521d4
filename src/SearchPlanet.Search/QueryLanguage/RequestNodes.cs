namespace SearchPlanet.Search.QueryLanguage;

/// <summary>A request's parameters as the query language spells them.</summary>
internal static class RequestNodes
{
    public static IEnumerable<QueryNode> Of(SearchRequest request)
    {
        foreach (var (name, filter) in request.Filters)
        {
            var field = Results.FacetDimension.Of(name).Filter!.Value;
            var included = filter.Include.Select(ValueOf).ToList();
            if (field == FilterField.Tag)
            {
                foreach (var value in included)
                {
                    yield return new QueryNode.Filter(field, [value]);
                }
            }
            else if (included.Count > 0)
            {
                yield return new QueryNode.Filter(field, [.. included]);
            }

            foreach (var value in filter.Exclude.Select(ValueOf))
            {
                yield return QueryTree.Not(new QueryNode.Filter(field, [value]));
            }
        }

        if (request.After is { } after)
        {
            yield return new QueryNode.After(after);
        }

        if (request.Before is { } before)
        {
            yield return new QueryNode.Before(before);
        }
    }

    // The language has no way to spell a quote within quotes.
    private static string ValueOf(string value) => value.Replace('"', ' ').Trim();
}
