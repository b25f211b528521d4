using System.Collections.Concurrent;

namespace SearchPlanet.Engine.Store;

/// <summary>An index in memory, for tests and throw-away indexes.</summary>
public sealed class MemoryIndexDirectory : IndexDirectory
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private LockHolder? _holder;

    public override string Name => "(memory)";

    internal override IReadOnlyList<string> ListFiles() => [.. _files.Keys];

    internal override bool FileExists(string name) => _files.ContainsKey(name);

    internal override void DeleteFile(string name) => _files.TryRemove(name, out _);

    internal override IndexOutput CreateOutput(string name) => new MemoryIndexOutput(bytes => _files[name] = bytes);

    internal override IndexInput OpenInput(string name) => new MemoryIndexInput(name, Bytes(name));

    internal override byte[] ReadAllBytes(string name) => [.. Bytes(name)];

    internal override void Sync(string name) => Bytes(name);

    internal override void RenameDurably(string name, string newName)
    {
        _files[newName] = Bytes(name);
        DeleteFile(name);
    }

    internal override void SyncNames()
    {
    }

    internal override IDisposable ObtainLock(LockHolder holder)
    {
        lock (_lock)
        {
            if (_holder is not null)
            {
                throw new IndexLockedException(Name, _holder);
            }

            _holder = holder;
            return new HeldLock(this);
        }
    }

    private byte[] Bytes(string name) =>
        _files.TryGetValue(name, out var bytes) ? bytes : throw new FileNotFoundException($"There is no file {name}.", name);

    private sealed class HeldLock(MemoryIndexDirectory directory) : IDisposable
    {
        private MemoryIndexDirectory? _directory = directory;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _directory, null) is { } held)
            {
                lock (held._lock)
                {
                    held._holder = null;
                }
            }
        }
    }
}
