using System.Collections.Concurrent;
using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Searches one snapshot of an index. Shared by threads; cheap to make anew for each snapshot. The caller keeps the
/// reader open while it searches.
/// </summary>
public sealed class IndexSearcher
{
    [ThreadStatic]
    private static DocWindow? t_window;

    private readonly ConcurrentDictionary<string, FieldScoring> _fields = new(StringComparer.Ordinal);

    /// <summary>Over a snapshot.</summary>
    /// <param name="reader">Open as long as this is used.</param>
    /// <param name="similarities">BM25's parameters by field; the defaults for fields not named.</param>
    /// <param name="filterCache">Keeps the matches of filters, shared between searchers; none when null.</param>
    public IndexSearcher(
        DirectoryReader reader,
        ImmutableDictionary<string, BM25Similarity>? similarities = null,
        FilterCache? filterCache = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Reader = reader;
        Similarities = similarities ?? ImmutableDictionary<string, BM25Similarity>.Empty;
        FilterCache = filterCache;
    }

    public DirectoryReader Reader { get; }

    public ImmutableDictionary<string, BM25Similarity> Similarities { get; }

    public FilterCache? FilterCache { get; }

    /// <summary>The <paramref name="limit"/> best hits by score, and the exact number of matches.</summary>
    public TopDocs Search(Query query, int limit, CancellationToken cancellationToken = default) =>
        Search(query, new SearchOptions { Limit = limit }, cancellationToken);

    /// <summary>The best hits, in the order and with the total that the options ask for.</summary>
    public TopDocs Search(Query query, SearchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Sort is { } sort)
        {
            var byField = new TopFieldCollector(Reader, sort, options.Limit, options.After, options.ExactTotal);
            Search(query, byField, cancellationToken);
            return byField.TopDocs();
        }

        var byScore = new TopScoreDocCollector(options.Limit, options.After, options.ExactTotal);
        Search(query, byScore, cancellationToken);
        return byScore.TopDocs();
    }

    /// <summary>Runs a query over all segments into a collector.</summary>
    /// <exception cref="OperationCanceledException">Checked between windows of documents.</exception>
    public void Search(Query query, Collector collector, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(collector);
        Search(query, collector, CancellationToken.None, cancellationToken);
    }

    /// <summary>As the other, until <paramref name="budget"/> is cancelled.</summary>
    /// <returns>False when it was, and documents are left that nobody has looked at.</returns>
    internal bool Search(Query query, Collector collector, CancellationToken budget, CancellationToken cancellationToken)
    {
        var weight = CreateWeight(query, (collector.Mode & CollectMode.Scores) != CollectMode.None);
        foreach (var leaf in Reader.Leaves)
        {
            if (!SearchLeaf(weight, leaf, collector, budget, cancellationToken) || (budget.IsCancellationRequested && leaf != Reader.Leaves[^1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many documents match.</summary>
    public int Count(Query query, CancellationToken cancellationToken = default)
    {
        var collector = new TotalHitCountCollector();
        Search(query, collector, cancellationToken);
        return collector.Count;
    }

    /// <summary>All documents that match, for the caller to dispose of.</summary>
    public MatchSet Matches(Query query, CancellationToken cancellationToken = default)
    {
        var collector = new MatchSetCollector(Reader);
        Search(query, collector, cancellationToken);
        return collector.Matches;
    }

    /// <summary>How the score of a document comes about; its value equals the score of a search.</summary>
    /// <param name="doc">Document id in the whole index.</param>
    public Explanation Explain(Query query, int doc)
    {
        ArgumentNullException.ThrowIfNull(query);
        var leaf = Reader.LeafOf(doc);
        return CreateWeight(query, needsScores: true).Explain(leaf, doc - leaf.DocBase);
    }

    /// <summary>Rewrites a query and binds it to this searcher.</summary>
    public Weight CreateWeight(Query query, bool needsScores)
    {
        ArgumentNullException.ThrowIfNull(query);
        for (var rewritten = query.Rewrite(); !ReferenceEquals(rewritten, query); rewritten = query.Rewrite())
        {
            query = rewritten;
        }

        return query.CreateWeight(this, needsScores, 1);
    }

    /// <summary>What is known of a field over the whole index.</summary>
    public CollectionStatistics Statistics(string field) => Scoring(field).Statistics;

    internal FieldScoring Scoring(string field) => _fields.GetOrAdd(field, static (name, self) => new FieldScoring(self, name), this);

    /// <summary>Looks a term up in every segment.</summary>
    internal TermStatistics Lookup(Term term)
    {
        var statistics = new TermStatistics(term, Reader.Leaves.Length);
        foreach (var leaf in Reader.Leaves)
        {
            if (leaf.Reader.Terms(term.Field) is { } terms && terms.TryGet(term.Bytes.Span, out var state))
            {
                statistics.Add(leaf.Ordinal, state);
            }
        }

        return statistics;
    }

    private static bool SearchLeaf(Weight weight, Leaf leaf, Collector collector, CancellationToken budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mode = collector.Mode;
        var leafCollector = collector.GetLeafCollector(leaf);
        if (mode.HasFlag(CollectMode.Count) && weight.Count(leaf) is >= 0 and var count)
        {
            leafCollector.AddCount(count);
            mode &= ~CollectMode.Count;
            if (mode == CollectMode.None || count == 0)
            {
                return true;
            }
        }

        if (weight.BulkScorer(leaf, mode) is not { } scorer)
        {
            return true;
        }

        // A collector may search again, so the window is taken for the time of the search.
        var window = t_window ?? new DocWindow();
        t_window = null;
        window.HasMatches = (mode & (CollectMode.Count | CollectMode.Matches)) != CollectMode.None;
        var liveDocs = leaf.Reader.LiveDocs;
        var isWhole = true;
        for (var from = 0; from < leaf.Reader.MaxDoc;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            window.MinCompetitiveScore = leafCollector.MinCompetitiveScore;
            window.Begin(from);
            from = scorer.Score(window);
            if (liveDocs is not null)
            {
                window.Retain(liveDocs);
            }

            leafCollector.Collect(window);
            if (budget.IsCancellationRequested && from < leaf.Reader.MaxDoc)
            {
                isWhole = false;
                break;
            }
        }

        scorer.Release();
        t_window = window;
        return isWhole;
    }
}
