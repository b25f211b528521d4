namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// The index holds as many documents as it may: this one was not added, and the writer goes on. Deleting documents and merging
/// (<see cref="IndexWriter.ForceMerge"/>) makes room.
/// </summary>
public sealed class IndexFullException(int maxDocs)
    : InvalidOperationException($"The index holds {maxDocs} documents, deleted ones included, and may hold no more.")
{
    /// <summary>See <see cref="IndexWriterOptions.MaxDocs"/>.</summary>
    public int MaxDocs { get; } = maxDocs;
}
