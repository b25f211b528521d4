using System.Collections.Immutable;

namespace SearchPlanet.Engine.Indexing;

/// <content>Merging: in the background while the policy finds something, or by <see cref="ForceMerge"/>.</content>
public sealed partial class IndexWriter
{
    // Beside a great merge a small one may run, so that the tiny segments of refreshes do not pile up meanwhile.
    private const int MaxRunningMerges = 2;

    private const long SmallMergeBytes = 64L << 20;

    private readonly HashSet<string> _merging = new(StringComparer.Ordinal);
    private readonly List<Task> _merges = [];
    private readonly CancellationTokenSource _stopMerging = new();
    private int _runningMerges;
    private long _mergeCount;
    private Exception? _mergeFailure;

    /// <summary>Why the last background merge failed, or null. The index is whole; merging is tried again when more segments come.</summary>
    public Exception? MergeFailure => Volatile.Read(ref _mergeFailure);

    /// <summary>Merges finished since the writer was opened, also those whose result was no longer wanted.</summary>
    public long MergeCount => Interlocked.Read(ref _mergeCount);

    /// <summary>Merges until at most so many segments are left, without deleted documents; waits for it.</summary>
    /// <param name="maxSegments">At least 1.</param>
    public void ForceMerge(int maxSegments, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSegments, 1);
        lock (_adding)
        {
            EnsureOpen();
            FlushNow();
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopMerging.Token);
        while (true)
        {
            WaitForMerges(cancellationToken);
            Task merge;
            lock (_state)
            {
                ObjectDisposedException.ThrowIf(_stopMerging.IsCancellationRequested, this);
                if (_runningMerges > 0)
                {
                    continue;
                }

                var chosen = ChooseForced(maxSegments);
                if (chosen.IsEmpty)
                {
                    return;
                }

                merge = Start(chosen, () => Merge(chosen, stop.Token));
            }

            merge.GetAwaiter().GetResult();
        }
    }

    /// <summary>Waits until no merge is running or due.</summary>
    public void WaitForMerges(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task[] running;
            lock (_state)
            {
                _merges.RemoveAll(static t => t.IsCompleted);
                running = [.. _merges];
            }

            if (running.Length == 0)
            {
                return;
            }

            // Whoever started them looks how they ended.
            WaitFor(Task.WhenAll(running).WaitAsync(cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private ImmutableArray<SegmentState> ChooseForced(int maxSegments)
    {
        if (_segments.Count > maxSegments)
        {
            return [.. _segments.OrderBy(static s => s.Info.Bytes).Take(_segments.Count - maxSegments + 1).OrderBy(_segments.IndexOf)];
        }

        return _segments.Find(static s => s.DeletedDocs > 0) is { } deleted ? [deleted] : [];
    }

    private void StartMerging()
    {
        lock (_state)
        {
            while (_runningMerges < MaxRunningMerges && !_stopMerging.IsCancellationRequested)
            {
                var chosen = Choose();
                if (chosen.IsEmpty)
                {
                    return;
                }

                _ = Start(chosen, () => RunMerges(chosen));
            }
        }
    }

    // What the policy wants merged next; _state is held.
    private ImmutableArray<SegmentState> Choose()
    {
        SegmentState[] free = [.. _segments.Where(s => !_merging.Contains(s.Info.Name) && (_runningMerges == 0 || s.Info.Bytes < SmallMergeBytes))];
        var places = _options.MergePolicy.FindMerge([.. free.Select(static s => (s.Info.Bytes, 1 - ((double)s.DeletedDocs / s.Info.MaxDoc)))]);
        return [.. places.Order().Select(i => free[i])];
    }

    // Claims segments and merges them on another thread, which closing the writer waits for; _state is held.
    private Task Start(ImmutableArray<SegmentState> segments, Action merge)
    {
        _runningMerges++;
        foreach (var segment in segments)
        {
            _merging.Add(segment.Info.Name);
            segment.Core.TryIncRef();
        }

        // The merge opens them anew, whatever is deleted meanwhile.
        _deleter.IncRef(segments.Select(static s => s.Info.FileName));
        _merges.RemoveAll(static t => t.IsCompleted);
        var started = Task.Run(merge);
        _merges.Add(started);
        return started;
    }

    private void RunMerges(ImmutableArray<SegmentState> segments)
    {
        try
        {
            Merge(segments, _stopMerging.Token);
            Volatile.Write(ref _mergeFailure, null);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            // Of whatever kind: nobody waits for this task.
            Volatile.Write(ref _mergeFailure, e);
            return;
        }

        StartMerging();
    }

    // Merges claimed segments and puts the result in their place.
    private void Merge(ImmutableArray<SegmentState> segments, CancellationToken cancellationToken)
    {
        string? file = null;
        SegmentCore? core = null;
        var isInstalled = false;
        List<MergeSource> sources = [];
        try
        {
            var docs = 0;
            foreach (var segment in segments)
            {
                // A map of its own: a merge gives back the pages it has read, which searches on the shared one would miss.
                sources.Add(new MergeSource(new SegmentCore(_directory, _numbering, segment.Info), segment.Live, docs));
                docs += sources[^1].NumDocs;
            }

            if (docs > 0)
            {
                var name = NextSegmentName(out var id);
                var info = new SegmentMerger(_directory, Schema, sources, cancellationToken).Merge(name, id);
                file = info.FileName;
                core = new SegmentCore(_directory, _numbering, info);
            }

            lock (_state)
            {
                Release(segments);
                isInstalled = Install(segments, sources, core);
                _mergeCount++;
            }
        }
        finally
        {
            lock (_state)
            {
                Release(segments);
                _runningMerges--;
            }

            if (file is not null && !isInstalled)
            {
                core?.DecRef();
                _deleter.Delete(file);
            }

            sources.ForEach(static s => s.Core.DecRef());
            foreach (var segment in segments)
            {
                segment.Core.DecRef();
            }

            _deleter.DecRef(segments.Select(static s => s.Info.FileName));
        }
    }

    private void Release(ImmutableArray<SegmentState> segments)
    {
        foreach (var segment in segments)
        {
            _merging.Remove(segment.Info.Name);
        }
    }

    // Deletions that came while merging are carried over. False when the segments are not there any more.
    private bool Install(ImmutableArray<SegmentState> segments, List<MergeSource> sources, SegmentCore? core)
    {
        List<SegmentState> now = [.. segments.Select(s => _segments.Find(c => ReferenceEquals(c.Core, s.Core))!)];
        if (now.Contains(null!) || _stopMerging.IsCancellationRequested)
        {
            return false;
        }

        var list = _segments;
        if (core is not null)
        {
            FixedBitSet? live = null;
            for (var i = 0; i < now.Count; i++)
            {
                if (!ReferenceEquals(now[i].Live, sources[i].Live))
                {
                    CarryOver(sources[i], now[i].Live!, core.Info.MaxDoc, ref live);
                }
            }

            list = list.Insert(list.IndexOf(now[0]), new SegmentState(core, live, live is null ? 0 : core.Info.MaxDoc - live.Cardinality(), null));
        }

        Replace(list.RemoveRange(now));
        return true;
    }

    private static void CarryOver(MergeSource source, FixedBitSet liveNow, int maxDoc, ref FixedBitSet? live)
    {
        for (var doc = 0; doc < liveNow.Length; doc++)
        {
            var mapped = source.Map(doc);
            if (mapped >= 0 && !liveNow[doc])
            {
                if (live is null)
                {
                    live = new FixedBitSet(maxDoc);
                    live.SetAll();
                }

                live.Clear(mapped);
            }
        }
    }
}
