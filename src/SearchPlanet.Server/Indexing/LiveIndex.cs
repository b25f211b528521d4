using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Indexing;

/// <summary>The index as this process sees it now: the searcher that requests use, and how the indexer is getting on. Thread-safe.</summary>
internal sealed class LiveIndex : IDisposable
{
    private static readonly TimeSpan DamagePause = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Searchers kept for requests that still use them. The indexer opens one each time that it begins again, at most every two seconds while
    /// something is wrong, so the oldest of so many is older than any request.
    /// </summary>
    private const int MaxOpened = 32;

    private readonly Lock _opening = new();
    private readonly List<PostSearcher> _opened = [];
    private readonly TimeProvider _time;
    private readonly string _directory;
    private volatile Shown _shown;
    private volatile Progress _progress = new(IndexerPhase.Starting, 0, null);
    private volatile bool _hasBeenCurrent;
    private volatile bool _isPartial;
    private int _rebuildWanted;
    private long _currentAt;
    private long? _damagedAt;

    public LiveIndex(SearchPlanetOptions options, TimeProvider time)
    {
        _time = time;
        _currentAt = time.GetTimestamp();
        _directory = options.IndexDirectory;
        _shown = new Shown(OpenCommitted(), 0);
    }

    public PostSearcher Searcher => _shown.Searcher;

    /// <summary>The archive's sequence number up to which <see cref="Searcher"/> has read, whether it is committed or not.</summary>
    public long LastSequence
    {
        get
        {
            var shown = _shown;
            return Math.Max(shown.Sequence, shown.Searcher.LastSequence);
        }
    }

    public IndexerPhase Phase => _progress.Phase;

    /// <summary>Changes of the archive that the index has not read yet, as of the last look.</summary>
    public long Behind => _progress.Behind;

    /// <summary>How long ago searches last gave all that the archive held; from the start on while they never did.</summary>
    public TimeSpan Lag => _time.GetElapsedTime(Interlocked.Read(ref _currentAt));

    /// <summary>What went wrong last, in plain words; null when nothing is wrong.</summary>
    public string? Trouble => _progress.Trouble;

    /// <summary>Whether searches give what the archive holds: the index had something to begin with, or has caught up once.</summary>
    public bool IsReady => _hasBeenCurrent || (Phase != IndexerPhase.Starting && !_isPartial && Searcher is { State: IndexState.Ready or IndexState.Earlier, Count: > 0 });

    /// <summary>Requests from now on use this searcher, which stays the caller's.</summary>
    /// <param name="sequence">As far as it has read.</param>
    public void Use(PostSearcher searcher, long sequence) => _shown = new Shown(searcher, sequence);

    /// <summary>Tells that the index in use begins with nothing, or with a part: not ready before it has caught up.</summary>
    public void BeginPartial()
    {
        _isPartial = true;
        _hasBeenCurrent = false;
    }

    /// <summary>Requests from now on use what was committed last, whatever happens to the index meanwhile.</summary>
    public void UseCommitted() => _shown = new Shown(OpenCommitted(), 0);

    public void Report(IndexerPhase phase, long behind, string? trouble = null)
    {
        _progress = new Progress(phase, behind, trouble);
        if (phase == IndexerPhase.Following)
        {
            _hasBeenCurrent = true;
            Interlocked.Exchange(ref _currentAt, _time.GetTimestamp());
        }
    }

    /// <summary>Asks the indexer to begin anew from the archive; searches keep the old index meanwhile.</summary>
    public void RequestRebuild() => Interlocked.Exchange(ref _rebuildWanted, 1);

    /// <summary>
    /// Tells that a part of the index cannot be read. It is made anew as with <see cref="RequestRebuild"/>: what is not damaged is found meanwhile.
    /// </summary>
    /// <returns>Whether this is news: false while it is being made anew, and for a while after, when old snapshots may still be asked for.</returns>
    public bool ReportDamage()
    {
        lock (_opening)
        {
            if (_damagedAt is { } before && _time.GetElapsedTime(before) < DamagePause)
            {
                return false;
            }

            _damagedAt = _time.GetTimestamp();
        }

        RequestRebuild();
        return true;
    }

    public bool TakeRebuildRequest() => Interlocked.Exchange(ref _rebuildWanted, 0) == 1;

    public void Dispose()
    {
        lock (_opening)
        {
            _opened.ForEach(searcher => searcher.Dispose());
            _opened.Clear();
        }
    }

    private PostSearcher OpenCommitted()
    {
        var searcher = PostSearcher.Open(_directory);
        lock (_opening)
        {
            _opened.Add(searcher);
            if (_opened.Count > MaxOpened)
            {
                _opened[0].Dispose();
                _opened.RemoveAt(0);
            }
        }

        return searcher;
    }

    private sealed record Shown(PostSearcher Searcher, long Sequence);

    private sealed record Progress(IndexerPhase Phase, long Behind, string? Trouble);
}
