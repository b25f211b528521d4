using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Counts who needs each file (commits, the writer's segments, open snapshots) and removes it when nobody does. Thread-safe.</summary>
internal sealed class FileDeleter(IndexDirectory directory)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _references = new(StringComparer.Ordinal);
    private readonly HashSet<string> _undeletable = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <summary>Becomes a holder of files, also of those that are yet to be written.</summary>
    public void IncRef(IEnumerable<string> files)
    {
        lock (_lock)
        {
            foreach (var file in files)
            {
                _references[file] = _references.GetValueOrDefault(file) + 1;

                // Names of commits and deletions come again after a failed commit: what could not be removed then is needed now.
                _undeletable.Remove(file);
            }
        }
    }

    /// <summary>Lets go of files that were held.</summary>
    public void DecRef(IEnumerable<string> files)
    {
        lock (_lock)
        {
            foreach (var file in files)
            {
                var left = _references[file] - 1;
                if (left > 0)
                {
                    _references[file] = left;
                    continue;
                }

                _references.Remove(file);
                Remove(file);
            }
        }
    }

    /// <summary>Removes a file that nobody ever held.</summary>
    public void Delete(string file)
    {
        lock (_lock)
        {
            Remove(file);
        }
    }

    /// <summary>Stops deleting: from now on the files belong to the next writer.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }

    private void Remove(string file)
    {
        if (_isClosed)
        {
            return;
        }

        _undeletable.Add(file);
        foreach (var waiting in _undeletable.ToArray())
        {
            try
            {
                directory.DeleteFile(waiting);
                _undeletable.Remove(waiting);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody has it open, on a system where that matters: it goes with a later file, or when the index is next opened for writing.
            }
        }
    }
}
