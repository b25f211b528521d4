namespace SearchPlanet.Engine.Store;

/// <summary>
/// A flat set of named files that an index lives in: <see cref="FileIndexDirectory"/> or <see cref="MemoryIndexDirectory"/>. Files are written
/// once and never changed. Shared by threads.
/// </summary>
public abstract class IndexDirectory
{
    /// <summary>What to call it in messages.</summary>
    public abstract string Name { get; }

    /// <summary>The names of all files, in no order.</summary>
    internal abstract IReadOnlyList<string> ListFiles();

    internal abstract bool FileExists(string name);

    /// <summary>Removes a file; it stays readable for those who have it mapped. Nothing happens when it is not there.</summary>
    internal abstract void DeleteFile(string name);

    /// <summary>Begins a file, replacing one of the same name.</summary>
    internal abstract IndexOutput CreateOutput(string name);

    /// <summary>Closes and removes a file that nobody needs, finished or not. Does not fail: what is left goes when the index is next opened for writing.</summary>
    internal void Abandon(IDisposable output, string name)
    {
        try
        {
            try
            {
                // On a disk that is full this fails as writing did: room is made all the same.
                output.Dispose();
            }
            finally
            {
                DeleteFile(name);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever abandons a file has been told what is wrong, or does not care.
        }
    }

    /// <summary>Maps a file into memory.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    internal abstract IndexInput OpenInput(string name);

    /// <summary>The whole of a small file.</summary>
    internal abstract byte[] ReadAllBytes(string name);

    /// <summary>Makes the contents of a written file durable.</summary>
    internal abstract void Sync(string name);

    /// <summary>Renames a file, replacing one of the new name, and makes names durable.</summary>
    internal abstract void RenameDurably(string name, string newName);

    /// <summary>Makes the names of the files durable.</summary>
    internal abstract void SyncNames();

    /// <summary>Takes the write lock until it is disposed of.</summary>
    /// <exception cref="IndexLockedException">Another has it.</exception>
    internal abstract IDisposable ObtainLock(LockHolder holder);
}
