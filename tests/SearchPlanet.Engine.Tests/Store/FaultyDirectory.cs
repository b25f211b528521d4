using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Store;

/// <summary>
/// A directory whose n-th operation on the disk fails, alone or with all after it: a disk that is full for a moment, or gone. Knows what has
/// been opened and not closed, and which files a failed sync has left in doubt.
/// </summary>
/// <param name="allowed">Operations that succeed before the one that fails.</param>
/// <param name="isLasting">All after it fail too.</param>
internal sealed class FaultyDirectory(IndexDirectory inner, int allowed, bool isLasting = true) : IndexDirectory
{
    /// <summary>The name of the folder itself in <see cref="InDoubt"/>.</summary>
    public const string Folder = ".";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _inDoubt = new(StringComparer.Ordinal);
    private readonly HashSet<string> _undeleted = new(StringComparer.Ordinal);
    private int _tried;
    private int _open;

    /// <summary>What the failure is: by default what a full disk gives.</summary>
    public Func<Exception> Failure { get; init; } = static () => new IOException("No space left on device");

    /// <summary>Called before a file is mapped, with its name.</summary>
    public Action<string>? Opening { get; set; }

    /// <summary>Operations until now.</summary>
    public int Tried => Volatile.Read(ref _tried);

    public bool HasFailed => Tried > allowed;

    /// <summary>Files that are being written or mapped.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Files whose sync failed and which were not written anew: a second sync may return although their bytes are lost.</summary>
    public IReadOnlyCollection<string> InDoubt
    {
        get
        {
            lock (_lock)
            {
                return [.. _inDoubt];
            }
        }
    }

    /// <summary>Files whose deletion failed.</summary>
    public IReadOnlyCollection<string> Undeleted
    {
        get
        {
            lock (_lock)
            {
                return [.. _undeleted];
            }
        }
    }

    public override string Name => inner.Name;

    internal override IReadOnlyList<string> ListFiles() => inner.ListFiles();

    internal override bool FileExists(string name) => inner.FileExists(name);

    internal override void DeleteFile(string name)
    {
        try
        {
            Count();
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _undeleted.Add(name);
            }

            throw e as IOException ?? new IOException("Read-only file system", e);
        }

        inner.DeleteFile(name);
    }

    internal override IndexOutput CreateOutput(string name)
    {
        Count();
        lock (_lock)
        {
            _inDoubt.Remove(name);
        }

        return new FaultyOutput(this, inner.CreateOutput(name));
    }

    internal override IndexInput OpenInput(string name)
    {
        Count();
        Opening?.Invoke(name);
        return new CountedInput(this, inner.OpenInput(name));
    }

    internal override byte[] ReadAllBytes(string name) => inner.ReadAllBytes(name);

    internal override void Sync(string name)
    {
        CountSync(name);
        inner.Sync(name);
    }

    internal override void RenameDurably(string name, string newName)
    {
        Count();
        inner.RenameDurably(name, newName);

        // The second half, the folder's sync, may fail when the name is there already.
        CountSync(Folder);
    }

    internal override void SyncNames()
    {
        CountSync(Folder);
        inner.SyncNames();
    }

    internal override IDisposable ObtainLock(LockHolder holder) => inner.ObtainLock(holder);

    private void Count()
    {
        var tried = Interlocked.Increment(ref _tried);
        if (isLasting ? tried > allowed : tried == allowed + 1L)
        {
            throw Failure();
        }
    }

    private void CountSync(string name)
    {
        try
        {
            Count();
        }
        catch
        {
            lock (_lock)
            {
                _inDoubt.Add(name);
            }

            throw;
        }
    }

    private sealed class FaultyOutput : IndexOutput
    {
        // A file buffers what it writes; so few bytes that a small segment is written in several pieces.
        private const int BufferBytes = 2048;

        private readonly FaultyDirectory _directory;
        private readonly IndexOutput _inner;
        private bool _isClosed;

        public FaultyOutput(FaultyDirectory directory, IndexOutput inner)
        {
            (_directory, _inner) = (directory, inner);
            Interlocked.Increment(ref directory._open);
        }

        public override long Position => _inner.Position;

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            if (Position / BufferBytes != (Position + bytes.Length) / BufferBytes)
            {
                _directory.Count();
            }

            _inner.Write(bytes);
        }

        protected override void Dispose(bool disposing)
        {
            if (!disposing || _isClosed)
            {
                return;
            }

            _isClosed = true;
            Interlocked.Decrement(ref _directory._open);
            _inner.Dispose();

            // What was buffered is written last.
            _directory.Count();
        }
    }

    private sealed unsafe class CountedInput : IndexInput
    {
        private readonly FaultyDirectory _directory;
        private readonly IndexInput _inner;
        private bool _isClosed;

        public CountedInput(FaultyDirectory directory, IndexInput inner)
        {
            (_directory, _inner) = (directory, inner);
            Interlocked.Increment(ref directory._open);
        }

        public override string Name => _inner.Name;

        public override long Length => _inner.Length;

        public override byte* Pointer => _inner.Pointer;

        public override void ReleasePages() => _inner.ReleasePages();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isClosed)
            {
                _isClosed = true;
                Interlocked.Decrement(ref _directory._open);
                _inner.Dispose();
            }
        }
    }
}
