using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Store;

/// <summary>A directory whose n-th write, sync, rename or creation fails, and all after it: a disk that is full or gone.</summary>
internal sealed class FaultyDirectory(IndexDirectory inner, int allowed) : IndexDirectory
{
    private int _tried;

    /// <summary>Operations that were allowed.</summary>
    public int Done => Math.Min(allowed, Volatile.Read(ref _tried));

    public bool HasFailed => Volatile.Read(ref _tried) > allowed;

    public override string Name => inner.Name;

    public override IReadOnlyList<string> ListFiles() => inner.ListFiles();

    public override bool FileExists(string name) => inner.FileExists(name);

    public override void DeleteFile(string name) => inner.DeleteFile(name);

    public override IndexOutput CreateOutput(string name)
    {
        Count();
        return new FaultyOutput(this, inner.CreateOutput(name));
    }

    public override IndexInput OpenInput(string name) => inner.OpenInput(name);

    public override byte[] ReadAllBytes(string name) => inner.ReadAllBytes(name);

    public override void Sync(string name)
    {
        Count();
        inner.Sync(name);
    }

    public override void RenameDurably(string name, string newName)
    {
        Count();
        inner.RenameDurably(name, newName);

        // The second half, the folder's sync, may fail when the name is there already.
        Count();
    }

    public override void SyncNames()
    {
        Count();
        inner.SyncNames();
    }

    public override IDisposable ObtainLock(LockHolder holder) => inner.ObtainLock(holder);

    private void Count()
    {
        if (Interlocked.Increment(ref _tried) > allowed)
        {
            throw new IOException("No space left on device");
        }
    }

    private sealed class FaultyOutput(FaultyDirectory directory, IndexOutput inner) : IndexOutput
    {
        public override long Position => inner.Position;

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            directory.Count();
            inner.Write(bytes);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }
        }
    }
}
