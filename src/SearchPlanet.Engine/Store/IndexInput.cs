namespace SearchPlanet.Engine.Store;

/// <summary>
/// A whole file in memory at a fixed address, until disposed of. The pointer is taken once: counting a handle for each
/// access costs a factor of 3 to 4.
/// </summary>
internal abstract unsafe class IndexInput : IDisposable
{
    /// <summary>The file's name in its directory.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes in the file.</summary>
    public abstract long Length { get; }

    /// <summary>The first byte. Valid until disposed of.</summary>
    public abstract byte* Pointer { get; }

    /// <summary>Gives the memory of pages read so far back to the system; they are read again when needed. For those who read much once.</summary>
    public virtual void ReleasePages()
    {
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
