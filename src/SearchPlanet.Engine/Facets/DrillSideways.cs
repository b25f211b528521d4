using System.Collections.Immutable;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Facets;

/// <summary>
/// A faceted search: hits that satisfy the query and every choice, and for each dimension the matches its counts are
/// made of, which ignore the dimension's own choices. Needs one search for the hits and, with choices, one for the bare
/// query; the rest is ANDing of bit sets.
/// </summary>
public static class DrillSideways
{
    /// <summary>Runs the search.</summary>
    /// <param name="choices">At most one a dimension.</param>
    public static DrillSidewaysResult Search(
        IndexSearcher searcher, Query query, ImmutableArray<DrillDown> choices, SearchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searcher);
        ArgumentNullException.ThrowIfNull(options);
        var narrowed = choices.IsEmpty ? query
            : new BooleanQuery([new BooleanClause(query, Occur.Must), .. choices.Select(static choice => new BooleanClause(choice.Filter, Occur.Filter))]);
        var matches = new MatchSetCollector(searcher.Reader);
        TopDocs hits;
        bool isWhole;
        if (options.Sort is { } sort)
        {
            var collector = new TopFieldCollector(searcher.Reader, sort, options.Limit, options.After, options.ExactTotal);
            isWhole = searcher.Search(narrowed, new MultiCollector(collector, matches), options.Budget, cancellationToken);
            hits = collector.TopDocs();
        }
        else
        {
            var collector = new TopScoreDocCollector(options.Limit, options.After, options.ExactTotal);
            isWhole = searcher.Search(narrowed, new MultiCollector(collector, matches), options.Budget, cancellationToken);
            hits = collector.TopDocs();
        }

        return isWhole
            ? new DrillSidewaysResult(hits, matches.Matches, Sideways(searcher, query, choices, cancellationToken))
            : new DrillSidewaysResult(hits, matches.Matches, ImmutableDictionary<string, MatchSet>.Empty, IsPartial: true);
    }

    private static ImmutableDictionary<string, MatchSet> Sideways(
        IndexSearcher searcher, Query query, ImmutableArray<DrillDown> choices, CancellationToken cancellationToken)
    {
        var sideways = ImmutableDictionary.CreateBuilder<string, MatchSet>(StringComparer.Ordinal);
        if (!choices.Any(static choice => choice.IsSideways))
        {
            return sideways.ToImmutable();
        }

        using var bare = searcher.Matches(query, cancellationToken);
        MatchSet[] chosen = [.. choices.Select(choice => searcher.Matches(new BooleanQuery(new BooleanClause(choice.Filter, Occur.Filter)), cancellationToken))];
        for (var i = 0; i < choices.Length; i++)
        {
            if (choices[i].IsSideways)
            {
                sideways.Add(choices[i].Dimension, bare.Intersect([.. chosen.Where((_, other) => other != i)]));
            }
        }

        foreach (var matches in chosen)
        {
            matches.Dispose();
        }

        return sideways.ToImmutable();
    }
}
