using System.Diagnostics;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Results;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search;

/// <summary>Answers questions about the posts of an index. Takes no lock; thread-safe. Each answer comes from one snapshot.</summary>
public sealed class PostSearcher : IDisposable
{
    private readonly SnapshotManager _snapshots;
    private readonly TimeProvider _clock;
    private readonly CompletionCache _completions = new();

    internal PostSearcher(SnapshotManager snapshots, TimeProvider clock)
    {
        _snapshots = snapshots;
        _clock = clock;
    }

    /// <summary>Whether there is something to search. Nothing is found while it is <see cref="IndexState.Missing"/>,
    /// <see cref="IndexState.Unreadable"/> or <see cref="IndexState.Damaged"/>.</summary>
    public IndexState State => _snapshots.State;

    /// <summary>Names the snapshot: changes when and only when the searchable content does.</summary>
    public string IndexVersion => Read(static s => s.IndexVersion, "0");

    /// <summary>Posts in the snapshot.</summary>
    public int Count => Read(static s => s.Reader.NumDocs, 0);

    /// <summary>Posts removed or replaced that the snapshot's segments still hold.</summary>
    public int DeletedCount => Read(static s => s.Reader.MaxDoc - s.Reader.NumDocs, 0);

    public int SegmentCount => Read(static s => s.Reader.Leaves.Length, 0);

    /// <summary>The archive's sequence number up to which the snapshot has read.</summary>
    public long LastSequence => Read(static s => s.LastSequence, 0);

    /// <summary>Ends when completions are of the snapshot they were last asked of.</summary>
    internal Task CompletionsArranged => _completions.Arranging;

    private DateOnly Today => DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

    /// <summary>Opens the last commit of an index directory, which need not exist yet.</summary>
    /// <param name="clock">What <c>last:30d</c> counts from; the system's when null.</param>
    public static PostSearcher Open(string directory, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var files = new FileIndexDirectory(directory);
        return new PostSearcher(new SnapshotManager(() => new ReaderManager(files, PostSchema.Instance)), clock ?? TimeProvider.System);
    }

    /// <summary>Takes up the newest snapshot, if there is a newer one. Answers under way keep theirs.</summary>
    /// <returns>Whether there was.</returns>
    /// <exception cref="CorruptIndexException">The newer one is damaged, or of a format that cannot be read; the old one stays.</exception>
    public bool MaybeRefresh() => _snapshots.MaybeRefresh();

    /// <summary>Answers a search.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its range, or names a facet or filter that does not exist.</exception>
    /// <exception cref="QuerySyntaxException">The request is strict and the query holds something that is not understood.</exception>
    /// <exception cref="StaleCursorException">The cursor does not belong to this request, or its snapshot is gone.</exception>
    public SearchResponse Search(SearchRequest request, CancellationToken cancellationToken) => Search(request, CancellationToken.None, cancellationToken);

    /// <summary>Answers a search within a budget: when it is over, with what there is by then, marked as partial.</summary>
    /// <param name="budget">Cancelled when the time is over.</param>
    /// <inheritdoc cref="Search(SearchRequest, CancellationToken)"/>
    public SearchResponse Search(SearchRequest request, CancellationToken budget, CancellationToken cancellationToken)
    {
        request.Validate();
        var began = Stopwatch.GetTimestamp();
        using var activity = SearchTracing.Begin("search");
        var parsed = QueryParser.Parse(request.Query, request.Strict);
        var cursor = request.Cursor is null ? null : Cursor.Parse(request.Cursor);
        using var lease = _snapshots.Acquire(cursor?.Snapshot);
        var response = lease is null
            ? EmptyResponse(request, parsed)
            : new SearchRun(lease.Snapshot, request, parsed, cursor, Today, cancellationToken).Run(budget);
        if (response.NextCursor is not null)
        {
            lease!.Pin();
        }

        activity?.SetTag("searchplanet.total", response.Total);
        activity?.SetTag("searchplanet.hits", response.Hits.Count);
        return response with { Took = Stopwatch.GetElapsedTime(began) };
    }

    /// <summary>One post as search results show it; null when it is not in the index.</summary>
    public Hit? Get(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Read(
            snapshot => snapshot.Find(PostFields.Id, id) is >= 0 and var doc ? HitBuilder.Plain(snapshot.SummaryOf(doc)) : null,
            null);
    }

    /// <summary>Posts like this one, the most alike first, without itself; empty when it is not in the index.</summary>
    /// <param name="count">1 to 100.</param>
    public IReadOnlyList<Hit> Similar(string id, int count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100);
        return Read(snapshot => SimilarPosts.Find(snapshot, id, count, cancellationToken), []);
    }

    /// <summary>Posts that link to this one, the newest first, without itself; none when it is not in the index or has no address of its own.</summary>
    /// <param name="count">1 to 100.</param>
    public LinkingPosts LinksTo(string id, int count, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100);
        return Read(snapshot => LinkingPosts.Find(snapshot, id, count, cancellationToken), LinkingPosts.None);
    }

    /// <summary>As the other, for whoever does not mind how fresh they are.</summary>
    public IReadOnlyList<Completion> Suggest(string text, int count) => Suggest(text, count, out _);

    /// <summary>Completions of what is being typed, the best first, of all kinds mixed. Shortly after a change of the index, names of before it.</summary>
    /// <param name="text">As it stands in the search box, up to the caret.</param>
    /// <param name="count">1 to 20.</param>
    /// <param name="areCurrent">False where they are names of before the change: the same question may soon have a better answer.</param>
    public IReadOnlyList<Completion> Suggest(string text, int count, out bool areCurrent)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 20);
        var areOwn = true;
        var completions = Read(snapshot => Completions.Of(snapshot, _completions.For(snapshot, out areOwn), text, count), []);
        areCurrent = areOwn;
        return completions;
    }

    /// <summary>Searches within one facet: its values among the request's matches that begin with, or hold a word that begins with, <paramref name="prefix"/>.</summary>
    /// <param name="size">1 to 1000.</param>
    /// <exception cref="ArgumentException">There is no such facet.</exception>
    public FacetResult FacetValues(string facet, SearchRequest request, string? prefix, int size, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(facet);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1000);
        request.Validate();
        var dimension = FacetDimension.Of(facet);
        var parsed = QueryParser.Parse(request.Query, request.Strict);
        return Read(
            snapshot => new SearchRun(snapshot, request, parsed, null, Today, cancellationToken).FacetValues(dimension, prefix, size),
            new FacetResult([], 0));
    }

    /// <summary>How many of the request's matches were published when, without gaps between the first and the last.</summary>
    public IReadOnlyList<HistogramBucket> Trends(SearchRequest request, TrendInterval interval, CancellationToken cancellationToken)
    {
        request.Validate();
        var parsed = QueryParser.Parse(request.Query, request.Strict);
        return Read(snapshot => new SearchRun(snapshot, request, parsed, null, Today, cancellationToken).Trends(interval), []);
    }

    /// <summary>Which of some posts a search finds: for standing queries, which look at new posts only.</summary>
    /// <returns>Those of <paramref name="ids"/> that are found, in their order.</returns>
    public IReadOnlyList<string> Matching(SearchRequest request, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        request.Validate();
        var parsed = QueryParser.Parse(request.Query, request.Strict);
        return Read(snapshot => new SearchRun(snapshot, request, parsed, null, Today, cancellationToken).Matching(ids), []);
    }

    /// <summary>All posts, or a part of them, in an order that holds for as long as <see cref="IndexVersion"/> does. Reads no stored fields.</summary>
    public IReadOnlyList<PostEntry> Posts(int skip, int take) => Read(snapshot => snapshot.Posts(skip, take), []);

    /// <summary>All tags, the most used first.</summary>
    public IReadOnlyList<ListEntry> Tags() => List("tag");

    /// <summary>All authors, the most prolific first.</summary>
    public IReadOnlyList<ListEntry> Authors() => List("author");

    /// <summary>All sources, the most prolific first.</summary>
    public IReadOnlyList<ListEntry> Sources() => List("source");

    /// <summary>All planets, the fullest first.</summary>
    public IReadOnlyList<ListEntry> Planets() => List("planet");

    public void Dispose() => _snapshots.Dispose();

    private IReadOnlyList<ListEntry> List(string dimension) => Read(snapshot => snapshot.List(FacetDimension.Of(dimension)), []);

    private T Read<T>(Func<PostSnapshot, T> read, T ifNone)
    {
        using var lease = _snapshots.Acquire(null);
        return lease is null ? ifNone : read(lease.Snapshot);
    }

    private static SearchResponse EmptyResponse(SearchRequest request, ParsedQuery parsed) => new()
    {
        Query = new QueryEcho(request.Query, parsed.Normalized, parsed.Notes, null, null),
        Total = 0,
        Hits = [],
        Facets = request.Facets.Distinct(StringComparer.Ordinal).ToDictionary(static f => f, static _ => new FacetResult([], 0), StringComparer.Ordinal),
        Histogram = [],
        IndexVersion = "0",
    };
}
