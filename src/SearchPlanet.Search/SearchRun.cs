using System.Collections.Immutable;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Results;
using SearchPlanet.Search.Schema;
using SearchPlanet.Search.Versions;

namespace SearchPlanet.Search;

/// <summary>One request answered over one snapshot.</summary>
internal sealed class SearchRun
{
    private static readonly Sort ByNewest = new(SortField.Number(PostFields.Published, isDescending: true), SortField.Number(PostFields.Key));
    private static readonly Sort ByOldest = new(SortField.Number(PostFields.Published), SortField.Number(PostFields.Key));

    private static readonly QueryNote[] OutOfTime =
        [new(QueryNoteCodes.OutOfTime, "", 0, "the search took too long and was ended early; fewer wildcards or a shorter query find everything")];

    private readonly PostSnapshot _snapshot;
    private readonly SearchRequest _request;
    private readonly ParsedQuery _parsed;
    private readonly Cursor? _cursor;
    private readonly CancellationToken _cancellationToken;
    private readonly TextTranslator _text;
    private readonly QueryPlan _plan;
    private readonly SortOrder _sort;

    private readonly DateOnly _today;

    public SearchRun(PostSnapshot snapshot, SearchRequest request, ParsedQuery parsed, Cursor? cursor, DateOnly today, CancellationToken cancellationToken)
    {
        _snapshot = snapshot;
        _request = request;
        _parsed = parsed;
        _cursor = cursor;
        _today = today;
        _cancellationToken = cancellationToken;
        using var activity = SearchTracing.Begin("plan");
        var filters = new FilterTranslator(snapshot.Reader, today);
        _text = new TextTranslator(snapshot.Reader, filters, RankingProfile.Default, request.Query);
        _plan = new QueryPlan(parsed, request, _text, filters, today);
        _sort = request.Sort != SortOrder.Default ? request.Sort
            : parsed.Sort != SortOrder.Default ? parsed.Sort
            : _plan.HasText ? SortOrder.Relevance : SortOrder.Newest;
    }

    /// <param name="budget">When it is cancelled, what is not done yet is left away.</param>
    public SearchResponse Run(CancellationToken budget)
    {
        var requestHash = Cursor.HashOf(_request, _parsed.Normalized, _sort);
        CheckCursor(requestHash);
        var options = new SearchOptions
        {
            // One more than asked for, to know whether there is a next page.
            Limit = _request.Limit + 1,
            After = _cursor?.Last,
            Sort = _sort switch { SortOrder.Newest => ByNewest, SortOrder.Oldest => ByOldest, _ => null },
            ExactTotal = false,
            Budget = budget,
        };
        var choices = _plan.Choices.Select(c => c with { IsSideways = _request.Facets.Contains(c.Dimension) });
        using var found = Match(choices, options);
        var top = found.TopDocs.ScoreDocs;
        var total = found.Matches.Count;
        var (didYouMean, relaxed) = _cursor is null && !budget.IsCancellationRequested ? FindMore(total) : (null, null);
        var hits = BuildHits(top, budget);
        var facets = CountFacets(found, budget);
        var isPartial = budget.IsCancellationRequested;
        return new SearchResponse
        {
            Query = new QueryEcho(_request.Query, _parsed.Normalized, [.. _parsed.Notes, .. _text.Notes, .. isPartial ? OutOfTime : []], didYouMean, relaxed),
            Total = total,
            IsTotalExact = !found.IsPartial,
            IsPartial = isPartial,
            Hits = hits,
            Facets = facets,
            Histogram = Histogram.Of(found.Matches, null),
            NextCursor = top.Length > _request.Limit ? new Cursor(requestHash, _snapshot.Reader.Version, top[_request.Limit - 1]).ToString() : null,
            IndexVersion = _snapshot.IndexVersion,
        };
    }

    /// <summary>How many posts a query finds.</summary>
    public static int Count(PostSnapshot snapshot, QueryNode root, DateOnly today, CancellationToken cancellationToken)
    {
        var parsed = new ParsedQuery("", root, SortOrder.Default, "", []);
        var filters = new FilterTranslator(snapshot.Reader, today);
        var text = new TextTranslator(snapshot.Reader, filters, RankingProfile.Unranked, "");
        return snapshot.Searcher.Count(new QueryPlan(parsed, new SearchRequest(), text, filters, today).Without(null), cancellationToken);
    }

    public FacetResult FacetValues(FacetDimension dimension, string? prefix, int size)
    {
        using var matches = _snapshot.Searcher.Matches(_plan.Without(dimension), _cancellationToken);
        return string.IsNullOrWhiteSpace(prefix)
            ? FacetBuilder.Count(_snapshot, [dimension], matches, _plan.Selected, size, _cancellationToken).Single().Result
            : FacetBuilder.CountWithin(_snapshot, dimension, matches, _plan.Selected(dimension), prefix, size, _cancellationToken);
    }

    public IReadOnlyList<HistogramBucket> Trends(TrendInterval interval)
    {
        using var matches = _snapshot.Searcher.Matches(_plan.Without(null), _cancellationToken);
        return Histogram.Of(matches, interval);
    }

    public IReadOnlyList<string> Matching(IReadOnlyCollection<string> ids)
    {
        using var matches = _snapshot.Searcher.Matches(_plan.Without(null), _cancellationToken);
        return [.. ids.Where(id => _snapshot.Find(PostFields.Id, id) is >= 0 and var doc && matches.Contains(doc))];
    }

    private DrillSidewaysResult Match(IEnumerable<DrillDown> choices, SearchOptions options)
    {
        using var activity = SearchTracing.Begin("match");
        return DrillSideways.Search(_snapshot.Searcher, _plan.Bare, [.. choices], options, _cancellationToken);
    }

    private void CheckCursor(ulong requestHash)
    {
        if (_cursor is null)
        {
            return;
        }

        if (_cursor.RequestHash != requestHash)
        {
            throw new StaleCursorException("The cursor belongs to another search.");
        }

        // Dates and ids order hits over any snapshot; scores only over their own.
        if (_sort == SortOrder.Relevance && _cursor.Snapshot != _snapshot.Reader.Version)
        {
            throw new StaleCursorException("The index has changed since the first page.");
        }
    }

    private List<Hit> BuildHits(ImmutableArray<ScoreDoc> top, CancellationToken budget)
    {
        using var activity = SearchTracing.Begin("hits");
        var snippets = _request.Highlight && !_text.Marks.Terms.IsEmpty ? new SnippetBuilder(_text.Marks) : null;
        var versions = new NamedVersions(_parsed.Root);
        var hits = new List<Hit>(_request.Limit);
        foreach (var found in top.Take(_request.Limit))
        {
            var summary = _snapshot.SummaryOf(found.Doc);
            var hit = snippets is null || budget.IsCancellationRequested ? HitBuilder.Plain(summary) : HitBuilder.Marked(_snapshot, found.Doc, summary, snippets);
            hit = hit with { WrittenBefore = versions.After(hit.Published) };
            hits.Add(_sort != SortOrder.Relevance ? hit : hit with
            {
                Score = found.Score,
                Explanation = _request.Explain ? ScoreExplanation.Of(_snapshot.Searcher, _text.Parts, found.Doc, found.Score) : null,
            });
        }

        // Whoever asks for an author or a blog wants to see its posts.
        return _plan.Selected(FacetDimension.Author).Count > 0 || _plan.Selected(FacetDimension.Source).Count > 0 ? hits : Bursts.Fold(hits);
    }

    /// <summary>Other queries that find more: another spelling, and less strict ones. Parameters become operators in them.</summary>
    private (Suggestion? DidYouMean, IReadOnlyList<Suggestion>? Relaxed) FindMore(int total)
    {
        var root = QueryTree.All([_parsed.Root, .. RequestNodes.Of(_request)]);
        var isLittle = Relaxations.IsLittle(root, total);
        if (root is QueryNode.Everything || (total >= Spelling.FewHits && !isLittle))
        {
            return (null, null);
        }

        using var activity = SearchTracing.Begin("suggestions");
        return (
            total < Spelling.FewHits ? DidYouMean(root, total) : null,
            isLittle ? new Relaxations(Count, DocFreq, _snapshot.Reader.NumDocs).Of(root, total) : null);
    }

    /// <summary>The query spelt better; where its filters leave nothing of that, without one of them.</summary>
    private Suggestion? DidYouMean(QueryNode root, int total)
    {
        if (Spelling.Corrected(_snapshot, root) is not { } corrected)
        {
            return null;
        }

        foreach (var candidate in Relaxations.WithoutFilters(corrected).Select(static step => step.Relaxed).Prepend(corrected))
        {
            if (Count(candidate) is var hits && hits > total)
            {
                var text = QueryRenderer.Render(candidate);
                return new Suggestion(text, text, hits);
            }
        }

        return null;
    }

    private int DocFreq(string term) => Math.Max(_snapshot.Reader.DocFreq(PostFields.Body, term), _snapshot.Reader.DocFreq(PostFields.Title, term));

    private int Count(QueryNode root) => Count(_snapshot, root, _today, _cancellationToken);

    private Dictionary<string, FacetResult> CountFacets(DrillSidewaysResult found, CancellationToken budget)
    {
        using var activity = SearchTracing.Begin("facets");
        var facets = _request.Facets.Distinct(StringComparer.Ordinal).ToDictionary(static name => name, static _ => new FacetResult([], 0), StringComparer.Ordinal);
        if (budget.IsCancellationRequested)
        {
            return facets;
        }

        foreach (var group in facets.Keys.Select(FacetDimension.Of).GroupBy(dimension => found.MatchesFor(dimension.Name)).ToList())
        {
            foreach (var (dimension, result) in FacetBuilder.Count(_snapshot, [.. group], group.Key, _plan.Selected, _request.FacetSize, _cancellationToken))
            {
                facets[dimension.Name] = result;
            }
        }

        return facets;
    }
}
