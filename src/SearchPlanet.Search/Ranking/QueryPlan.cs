using System.Collections.Immutable;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.Ranking;

/// <summary>
/// What a request asks of the index: the text and filters that always hold, and apart from them each facet dimension's own
/// OR-filter, which its counts leave out (drill-sideways).
/// </summary>
internal sealed class QueryPlan
{
    private readonly Dictionary<FacetDimension, List<string>> _selected = [];

    public QueryPlan(ParsedQuery parsed, SearchRequest request, TextTranslator text, FilterTranslator filters, DateOnly today)
    {
        var always = new List<BooleanClause>();
        var own = new Dictionary<FacetDimension, List<Query>>();
        var others = new List<QueryNode>();
        foreach (var node in parsed.Root is QueryNode.All all ? all.Nodes : [parsed.Root])
        {
            if (DimensionOfOwnFilter(node) is { } dimension)
            {
                Add(own, dimension, filters.Translate(node)!);
            }
            else
            {
                others.Add(node);
            }

            Select(node);
        }

        text.AddClauses(always, [.. others]);

        foreach (var (name, filter) in request.Filters)
        {
            AddRequested(always, own, FacetDimension.Of(name), filter, filters);
        }

        if (request.After is not null || request.Before is not null)
        {
            always.Add(new BooleanClause(FilterTranslator.Days(request.After, request.Before), Occur.Filter));
        }

        HasText = text.HasText;
        var scoring = always.FindAll(static c => c.Occur == Occur.Must);
        always.RemoveAll(static c => c.Occur == Occur.Must);
        Bare = scoring.Count > 0
            ? new BooleanQuery([new BooleanClause(text.Bonuses.Ranked(scoring, parsed.Root, today), Occur.Must), .. always])
            : new BooleanQuery([new BooleanClause(new MatchAllDocsQuery(), Occur.Filter), .. always]);
        Choices = [.. own.Select(static o => new DrillDown(
            o.Key.Name, o.Value is [var only] ? only : o.Key.IsOneOf ? BooleanQuery.Any(o.Value) : BooleanQuery.All(o.Value)))];
    }

    /// <summary>Whether there are words to rank by.</summary>
    public bool HasText { get; }

    /// <summary>What always holds.</summary>
    public Query Bare { get; }

    /// <summary>The dimensions' own OR-filters.</summary>
    public ImmutableArray<DrillDown> Choices { get; }

    /// <summary>All that was asked for, or all but one dimension's own OR-filter.</summary>
    public Query Without(FacetDimension? dimension) =>
        new BooleanQuery([new BooleanClause(Bare, Occur.Must), .. Choices.Where(c => c.Dimension != dimension?.Name).Select(static c => new BooleanClause(c.Filter, Occur.Filter))]);

    /// <summary>The values of a dimension that the request filters by.</summary>
    public IReadOnlyList<string> Selected(FacetDimension dimension) => _selected.GetValueOrDefault(dimension) ?? [];

    private static FacetDimension? DimensionOfOwnFilter(QueryNode node) => node switch
    {
        QueryNode.Published => FacetDimension.Year,
        QueryNode.Filter filter when FacetDimension.Of(filter.Field) is { } dimension && (dimension.IsOneOf || filter.Values.Length > 1) => dimension,
        _ => null,
    };

    private static void Add(Dictionary<FacetDimension, List<Query>> own, FacetDimension dimension, Query query)
    {
        if (!own.TryGetValue(dimension, out var queries))
        {
            own.Add(dimension, queries = []);
        }

        queries.Add(query);
    }

    private void AddRequested(
        List<BooleanClause> always, Dictionary<FacetDimension, List<Query>> own, FacetDimension dimension, FieldFilter filter, FilterTranslator filters)
    {
        var field = dimension.Filter!.Value;
        foreach (var value in filter.Include)
        {
            var query = filters.FacetValueQuery(field, value);
            if (dimension.IsOneOf)
            {
                Add(own, dimension, query);
            }
            else
            {
                always.Add(new BooleanClause(query, Occur.Filter));
            }

            Select(dimension, value);
        }

        foreach (var value in filter.Exclude)
        {
            always.Add(new BooleanClause(filters.FacetValueQuery(field, value), Occur.MustNot));
        }
    }

    private void Select(QueryNode node)
    {
        switch (node)
        {
            case QueryNode.Filter filter when FacetDimension.Of(filter.Field) is { } dimension:
                foreach (var value in filter.Values)
                {
                    Select(dimension, value);
                }

                break;
            case QueryNode.Published published:
                foreach (var period in published.Periods)
                {
                    Select(FacetDimension.Year, period.ToString());
                }

                break;
            case QueryNode.Mentions mentions:
                foreach (var range in mentions.Ranges)
                {
                    Select(FacetDimension.Version, $"{mentions.Family}:{range}");
                }

                break;
        }
    }

    private void Select(FacetDimension dimension, string value)
    {
        if (!_selected.TryGetValue(dimension, out var values))
        {
            _selected.Add(dimension, values = []);
        }

        values.Add(value);
    }
}
