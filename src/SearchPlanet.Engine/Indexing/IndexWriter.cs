using System.Collections.Immutable;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// The one writer of an index. Adding is for one thread at a time (calls are serialised); merging runs in the background.
/// What was added becomes searchable by <see cref="GetReader"/> and durable by <see cref="Commit"/>; disposing without a
/// commit drops what was not committed.
/// </summary>
public sealed class IndexWriter : IDisposable
{
    /// <summary>Opens an index for writing, or starts one where there is none. Leftovers of a crash are removed.</summary>
    /// <exception cref="IndexLockedException">Another writer has it.</exception>
    /// <exception cref="CorruptIndexException">The last commit cannot be read, or has another format or schema.</exception>
    public static IndexWriter Open(IndexDirectory directory, IndexSchema schema, IndexWriterOptions? options = null) => throw new NotSupportedException();

    public IndexSchema Schema => throw new NotSupportedException();

    /// <summary>What the last commit was given.</summary>
    public ImmutableDictionary<string, string> UserData => throw new NotSupportedException();

    public void AddDocument(Document document) => throw new NotSupportedException();

    /// <summary>Deletes every document that has the term and adds this one, in one step for readers and commits.</summary>
    public void UpdateDocument(Term id, Document document) => throw new NotSupportedException();

    public void DeleteDocuments(Term term) => throw new NotSupportedException();

    public void DeleteAll() => throw new NotSupportedException();

    /// <summary>Makes everything so far durable; when it returns, no crash loses it.</summary>
    /// <returns>The commit's generation.</returns>
    public long Commit(IReadOnlyDictionary<string, string>? userData = null) => throw new NotSupportedException();

    /// <summary>A snapshot of everything so far, committed or not. The caller disposes of it.</summary>
    public DirectoryReader GetReader() => throw new NotSupportedException();

    /// <summary>Merges until at most so many segments are left, without deleted documents; waits for it.</summary>
    public void ForceMerge(int maxSegments, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Waits until no merge is running or due.</summary>
    public void WaitForMerges(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
