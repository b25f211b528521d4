using SearchPlanet.Engine.Codecs;

namespace SearchPlanet.Engine.Indexing;

/// <summary>A segment as the writer has it now: replaced, not changed, when documents of it are deleted.</summary>
/// <param name="Core">Held by the writer.</param>
/// <param name="Live">Null when all documents are alive; never changed once here.</param>
/// <param name="DeletedDocs">Documents not alive.</param>
/// <param name="DeletionsFile">The file that holds <paramref name="Live"/>; null when there is none, or not yet one.</param>
internal sealed record SegmentState(SegmentCore Core, FixedBitSet? Live, int DeletedDocs, string? DeletionsFile)
{
    private SegmentReader? _reader;

    public SegmentInfo Info => Core.Info;

    /// <summary>Deletions are not on disk yet.</summary>
    public bool HasUnsavedDeletions => DeletedDocs > 0 && DeletionsFile is null;

    public bool HasNoLiveDocs => DeletedDocs == Info.MaxDoc;

    /// <summary>The reader of this state: the same for all snapshots.</summary>
    public SegmentReader Reader => _reader ??= new SegmentReader(Core, Live, DeletedDocs);

    public bool Equals(SegmentState? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Info.Id.GetHashCode();

    public IEnumerable<string> Files() => DeletionsFile is null ? [Info.FileName] : [Info.FileName, DeletionsFile];
}
