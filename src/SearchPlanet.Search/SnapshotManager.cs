using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Search;

/// <summary>Hands out the newest snapshot, and those before it that someone is paging through. Thread-safe.</summary>
internal sealed class SnapshotManager : IDisposable
{
    /// <summary>Snapshots kept for cursors: each holds the disk space of segments that were merged since.</summary>
    private const int MaxPinned = 8;

    private readonly Lock _lock = new();
    private readonly Func<ReaderManager> _open;
    private readonly FilterCache _filterCache = new();
    private readonly LinkedList<PostSnapshot> _pinned = [];
    private ReaderManager? _readers;
    private PostSnapshot? _current;
    private bool _isDisposed;

    public SnapshotManager(Func<ReaderManager> open)
    {
        _open = open;
        try
        {
            MaybeRefresh();
        }
        catch (CorruptIndexException refused)
        {
            State = PostIndex.StateOf(refused);
        }
    }

    public IndexState State { get; private set; }

    /// <summary>The snapshot of a cursor, or the newest one when it is gone or none is named; null while there is nothing to search.</summary>
    public SnapshotLease? Acquire(long? version)
    {
        lock (_lock)
        {
            var snapshot = _pinned.FirstOrDefault(s => s.Reader.Version == version) ?? _current;
            return snapshot is not null && snapshot.Reader.TryIncRef() ? new SnapshotLease(this, snapshot) : null;
        }
    }

    public bool MaybeRefresh()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return false;
            }

            try
            {
                _readers ??= _open();
            }
            catch (IndexNotFoundException)
            {
                return false;
            }

            _readers.MaybeRefresh();
            var reader = _readers.Acquire();
            if (reader.Version == _current?.Reader.Version)
            {
                reader.DecRef();
                return false;
            }

            _current?.Reader.DecRef();
            _current = new PostSnapshot(reader, Similarities.Of(RankingProfile.Default), _filterCache);
            State = PostIndex.StateOf(reader);
            return true;
        }
    }

    /// <summary>Keeps a snapshot until <see cref="MaxPinned"/> others were asked for since.</summary>
    public void Pin(PostSnapshot snapshot)
    {
        lock (_lock)
        {
            if (_isDisposed || (!_pinned.Remove(snapshot) && !snapshot.Reader.TryIncRef()))
            {
                return;
            }

            _pinned.AddFirst(snapshot);
            if (_pinned.Count > MaxPinned)
            {
                _pinned.Last!.Value.Reader.DecRef();
                _pinned.RemoveLast();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            foreach (var snapshot in _pinned)
            {
                snapshot.Reader.DecRef();
            }

            _pinned.Clear();
            _current?.Reader.DecRef();
            _current = null;
            _readers?.Dispose();
        }
    }
}
