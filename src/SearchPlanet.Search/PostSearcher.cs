using SearchPlanet.Search.Results;

namespace SearchPlanet.Search;

/// <summary>Answers questions about the posts of an index. Takes no lock; thread-safe. Each answer comes from one snapshot.</summary>
public sealed class PostSearcher : IDisposable
{
    private PostSearcher(IndexState state) => State = state;

    /// <summary>Whether there is something to search. Nothing is found while it is not <see cref="IndexState.Ready"/>.</summary>
    public IndexState State { get; }

    /// <summary>Names the snapshot: changes when and only when the searchable content does.</summary>
    public string IndexVersion { get; } = "0";

    /// <summary>Posts in the snapshot.</summary>
    public int Count { get; }

    /// <summary>The archive's sequence number up to which the snapshot has read.</summary>
    public long LastSequence { get; }

    /// <summary>Opens the last commit of an index directory, which need not exist yet.</summary>
    public static PostSearcher Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new PostSearcher(IndexState.Missing);
    }

    /// <summary>Takes up the newest snapshot, if there is a newer one. Answers under way keep theirs.</summary>
    /// <returns>Whether there was.</returns>
    public bool MaybeRefresh() => false;

    /// <summary>Answers a search.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its range, or names a facet or filter that does not exist.</exception>
    /// <exception cref="QueryLanguage.QuerySyntaxException">The request is strict and the query holds something that is not understood.</exception>
    /// <exception cref="StaleCursorException">The cursor does not belong to this request, or its snapshot is gone.</exception>
    public SearchResponse Search(SearchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        return new SearchResponse
        {
            Query = new QueryEcho(request.Query, request.Query, [], null, null),
            Total = 0,
            Hits = [],
            Facets = new Dictionary<string, FacetResult>(),
            Histogram = [],
            IndexVersion = IndexVersion,
        };
    }

    /// <summary>One post as search results show it; null when it is not in the index.</summary>
    public Hit? Get(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return null;
    }

    /// <summary>Posts like this one, the most alike first, without itself; empty when it is not in the index.</summary>
    /// <param name="count">1 to 100.</param>
    public IReadOnlyList<Hit> Similar(string id, int count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return [];
    }

    /// <summary>Completions of what is being typed, the best first, of all kinds mixed.</summary>
    /// <param name="text">As it stands in the search box, up to the caret.</param>
    /// <param name="count">1 to 20.</param>
    public IReadOnlyList<Completion> Suggest(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [];
    }

    /// <summary>Searches within one facet: its values among the request's matches that begin with, or hold a word that begins with, <paramref name="prefix"/>.</summary>
    /// <param name="size">1 to 1000.</param>
    /// <exception cref="ArgumentException">There is no such facet.</exception>
    public FacetResult FacetValues(string facet, SearchRequest request, string? prefix, int size, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(facet);
        return new FacetResult([], 0);
    }

    /// <summary>How many of the request's matches were published when, without gaps between the first and the last.</summary>
    public IReadOnlyList<HistogramBucket> Trends(SearchRequest request, TrendInterval interval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [];
    }

    /// <summary>All tags, the most used first.</summary>
    public IReadOnlyList<ListEntry> Tags() => [];

    /// <summary>All authors, the most prolific first.</summary>
    public IReadOnlyList<ListEntry> Authors() => [];

    /// <summary>All sources, the most prolific first.</summary>
    public IReadOnlyList<ListEntry> Sources() => [];

    /// <summary>All planets, the fullest first.</summary>
    public IReadOnlyList<ListEntry> Planets() => [];

    public void Dispose()
    {
    }
}
