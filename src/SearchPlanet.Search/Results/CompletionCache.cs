namespace SearchPlanet.Search.Results;

/// <summary>
/// Keeps the arranged names of the newest snapshot that was asked about. Arranging takes up to seconds where there are millions of posts, so
/// that after a change of the index the former ones answer until the new ones are ready; only the very first question waits. Thread-safe.
/// </summary>
internal sealed class CompletionCache
{
    private readonly Lock _lock = new();
    private CompletionIndex? _ready;
    private long _version;

    /// <summary>The arranging under way, or the last one; ends when it does, however that went.</summary>
    public Task Arranging { get; private set; } = Task.CompletedTask;

    /// <summary>Those of the snapshot, or former ones while its own are being arranged.</summary>
    /// <param name="areItsOwn">Whether they are the snapshot's.</param>
    public CompletionIndex For(PostSnapshot snapshot, out bool areItsOwn)
    {
        lock (_lock)
        {
            if (_ready is null)
            {
                (_ready, _version) = (new CompletionIndex(snapshot), snapshot.Reader.Version);
            }
            else if (_version != snapshot.Reader.Version && Arranging.IsCompleted && snapshot.Reader.TryIncRef())
            {
                Arranging = Task.Run(() => Arrange(snapshot));
            }

            areItsOwn = _version == snapshot.Reader.Version;
            return _ready;
        }
    }

    /// <summary>When it fails the former ones go on answering, and the next question tries again.</summary>
    private void Arrange(PostSnapshot snapshot)
    {
        try
        {
            var arranged = new CompletionIndex(snapshot);
            lock (_lock)
            {
                (_ready, _version) = (arranged, snapshot.Reader.Version);
            }
        }
        finally
        {
            snapshot.Reader.DecRef();
        }
    }
}
