using System.Collections.Concurrent;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Store;

/// <summary>
/// Knows which bytes and which names of an index have been synced, and makes the disk that a power cut leaves: what was synced is there; what
/// was not may be there, in part, as zeros, or not at all, each file and each name for itself.
/// </summary>
internal sealed class PowerCutDirectory(MemoryIndexDirectory inner) : IndexDirectory
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, File> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, File? File)> _unsyncedNames = [];
    private Dictionary<string, File> _durable = new(StringComparer.Ordinal);
    private int _operations;

    /// <summary>Called after every operation that changes the disk, with their number.</summary>
    public Action<int>? Changed { get; set; }

    public override string Name => inner.Name;

    internal override IReadOnlyList<string> ListFiles() => inner.ListFiles();

    internal override bool FileExists(string name) => inner.FileExists(name);

    internal override void DeleteFile(string name)
    {
        inner.DeleteFile(name);
        lock (_lock)
        {
            _names.TryRemove(name, out _);
            _unsyncedNames.Add((name, null));
        }

        Count();
    }

    internal override IndexOutput CreateOutput(string name)
    {
        var file = new File();
        lock (_lock)
        {
            _names[name] = file;
            _unsyncedNames.Add((name, file));
        }

        return new RecordingOutput(this, file, inner.CreateOutput(name));
    }

    internal override IndexInput OpenInput(string name) => inner.OpenInput(name);

    internal override byte[] ReadAllBytes(string name) => inner.ReadAllBytes(name);

    internal override void Sync(string name)
    {
        inner.Sync(name);
        lock (_lock)
        {
            _names[name].SyncedBytes = _names[name].Bytes.Count;
        }

        Count();
    }

    internal override void RenameDurably(string name, string newName)
    {
        inner.RenameDurably(name, newName);
        lock (_lock)
        {
            _names.TryRemove(name, out var file);
            _names[newName] = file!;
            _unsyncedNames.Add((newName, file));
            _unsyncedNames.Add((name, null));
        }

        // Between the rename and the sync of the folder, too.
        Count();
        SyncNames();
    }

    internal override void SyncNames()
    {
        inner.SyncNames();
        lock (_lock)
        {
            _durable = new Dictionary<string, File>(_names, StringComparer.Ordinal);
            _unsyncedNames.Clear();
        }

        Count();
    }

    internal override IDisposable ObtainLock(LockHolder holder) => inner.ObtainLock(holder);

    /// <summary>The disk as it is found when the power comes back.</summary>
    public MemoryIndexDirectory Cut(Random random)
    {
        lock (_lock)
        {
            var names = new Dictionary<string, File>(_durable, StringComparer.Ordinal);
            foreach ((var name, var file) in _unsyncedNames)
            {
                if (random.Next(2) == 0)
                {
                    continue;
                }

                if (file is null)
                {
                    names.Remove(name);
                }
                else
                {
                    names[name] = file;
                }
            }

            var disk = new MemoryIndexDirectory();
            foreach ((var name, var file) in names)
            {
                using var output = disk.CreateOutput(name);
                output.Write(file.After(random));
            }

            return disk;
        }
    }

    private void Count() => Changed?.Invoke(Interlocked.Increment(ref _operations));

    private sealed class File
    {
        public List<byte> Bytes { get; } = [];

        public int SyncedBytes { get; set; }

        public byte[] After(Random random)
        {
            byte[] bytes = [.. Bytes];
            return random.Next(3) switch
            {
                // Cut off, the length not written either; the length written but not what it holds; all of it.
                0 => bytes[..random.Next(SyncedBytes, bytes.Length + 1)],
                1 => [.. bytes[..SyncedBytes], .. new byte[bytes.Length - SyncedBytes]],
                _ => bytes,
            };
        }
    }

    private sealed class RecordingOutput(PowerCutDirectory directory, File file, IndexOutput inner) : IndexOutput
    {
        public override long Position => inner.Position;

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            inner.Write(bytes);
            lock (directory._lock)
            {
                file.Bytes.AddRange(bytes);
            }

            directory.Count();
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
