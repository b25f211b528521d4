using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Holds the newest snapshot for many searching threads: each acquires it, searches, and lets go.</summary>
public sealed class ReaderManager : IDisposable
{
    private readonly Lock _refreshing = new();
    private DirectoryReader? _current;

    /// <summary>Over what a writer has, committed or not. Dispose of it before the writer.</summary>
    public ReaderManager(IndexWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _current = writer.GetReader();
    }

    /// <summary>Over what is committed.</summary>
    /// <exception cref="CorruptIndexException">The index is damaged, or of another format or schema.</exception>
    /// <exception cref="IndexNotFoundException">The directory holds no index.</exception>
    public ReaderManager(IndexDirectory directory, IndexSchema schema) => _current = DirectoryReader.Open(directory, schema);

    /// <summary>The current snapshot, held for the caller until it calls <see cref="DirectoryReader.DecRef"/>.</summary>
    public DirectoryReader Acquire()
    {
        while (true)
        {
            var reader = Volatile.Read(ref _current);
            ObjectDisposedException.ThrowIf(reader is null, this);

            // Replaced and closed since it was read: there is a newer one.
            if (reader.TryIncRef())
            {
                return reader;
            }
        }
    }

    /// <summary>Takes the newest snapshot if there is a newer one.</summary>
    /// <returns>True when the current snapshot changed.</returns>
    public bool MaybeRefresh()
    {
        lock (_refreshing)
        {
            var before = _current;
            ObjectDisposedException.ThrowIf(before is null, this);
            var newer = before.OpenIfChanged();
            if (newer is null)
            {
                return false;
            }

            Volatile.Write(ref _current, newer);
            before.Dispose();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_refreshing)
        {
            Interlocked.Exchange(ref _current, null)?.Dispose();
        }
    }
}
