using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Holds the newest snapshot for many searching threads: each acquires it, searches, and lets go.</summary>
public sealed class ReaderManager : IDisposable
{
    /// <summary>Over what a writer has, committed or not.</summary>
    public ReaderManager(IndexWriter writer) => throw new NotSupportedException();

    /// <summary>Over what is committed.</summary>
    public ReaderManager(IndexDirectory directory, IndexSchema schema) => throw new NotSupportedException();

    /// <summary>The current snapshot, held for the caller until it calls <see cref="DirectoryReader.DecRef"/>.</summary>
    public DirectoryReader Acquire() => throw new NotSupportedException();

    /// <summary>Takes the newest snapshot if there is a newer one.</summary>
    /// <returns>True when the current snapshot changed.</returns>
    public bool MaybeRefresh() => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
