namespace SearchPlanet.Engine.Store;

/// <summary>A file being written, front to back. For one thread. Disposing closes it; it is not durable before <see cref="IndexDirectory.Sync"/>.</summary>
internal abstract class IndexOutput : IDisposable
{
    /// <summary>Bytes written so far.</summary>
    public abstract long Position { get; }

    public abstract void Write(ReadOnlySpan<byte> bytes);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
