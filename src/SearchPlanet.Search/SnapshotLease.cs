namespace SearchPlanet.Search;

/// <summary>Holds a snapshot for one answer.</summary>
internal sealed class SnapshotLease(SnapshotManager manager, PostSnapshot snapshot) : IDisposable
{
    public PostSnapshot Snapshot { get; } = snapshot;

    /// <summary>Keeps the snapshot for the pages to come.</summary>
    public void Pin() => manager.Pin(Snapshot);

    public void Dispose() => Snapshot.Reader.DecRef();
}
