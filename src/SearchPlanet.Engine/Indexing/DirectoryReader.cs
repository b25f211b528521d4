using System.Collections.Immutable;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// A snapshot of an index: immutable, shared by threads, unaffected by writers and merges. Counts its holders: the one who
/// opened it has it until <see cref="Dispose"/>, others between <see cref="TryIncRef"/> and <see cref="DecRef"/>. Nothing
/// read from it may be touched after the last holder let go.
/// </summary>
public sealed class DirectoryReader : IDisposable
{
    /// <summary>Opens the last good commit. Takes no lock.</summary>
    /// <exception cref="CorruptIndexException">The index is damaged, or of another format or schema.</exception>
    /// <exception cref="IndexNotFoundException">The directory holds no index.</exception>
    public static DirectoryReader Open(IndexDirectory directory, IndexSchema schema) => throw new NotSupportedException();

    public IndexSchema Schema => throw new NotSupportedException();

    public ImmutableArray<Leaf> Leaves => throw new NotSupportedException();

    /// <summary>Document ids are below this.</summary>
    public int MaxDoc => throw new NotSupportedException();

    /// <summary>Documents not deleted.</summary>
    public int NumDocs => throw new NotSupportedException();

    /// <summary>What the last commit before this snapshot was given.</summary>
    public ImmutableDictionary<string, string> UserData => throw new NotSupportedException();

    /// <summary>Grows with every change of the index that a reader can see, commits and refreshes alike.</summary>
    public long Version => throw new NotSupportedException();

    /// <summary>A reader of the newest commit, or null when that is this one. Shares the segments that are still there.</summary>
    public DirectoryReader? OpenIfChanged() => throw new NotSupportedException();

    /// <summary>One numbering of a column's values over all segments; made when first asked for, from that of the snapshot before.</summary>
    public GlobalOrdinals GlobalOrdinals(string field) => throw new NotSupportedException();

    /// <summary>The segment that holds a document of the whole index.</summary>
    public Leaf LeafOf(int doc) => throw new NotSupportedException();

    /// <summary>Becomes a holder; false when it is closed already.</summary>
    public bool TryIncRef() => throw new NotSupportedException();

    public void DecRef() => throw new NotSupportedException();

    /// <summary>Lets go of the opener's hold; once is enough, more does nothing.</summary>
    public void Dispose() => throw new NotSupportedException();
}
