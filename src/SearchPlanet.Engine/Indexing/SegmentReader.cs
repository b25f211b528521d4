using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// A segment as one snapshot sees it: its immutable contents and the documents alive. Shared by threads; open while its
/// <see cref="DirectoryReader"/> is.
/// </summary>
public sealed class SegmentReader
{
    public string Name => throw new NotSupportedException();

    public IndexSchema Schema => throw new NotSupportedException();

    /// <summary>Document ids are below this.</summary>
    public int MaxDoc => throw new NotSupportedException();

    /// <summary>Documents not deleted.</summary>
    public int NumDocs => throw new NotSupportedException();

    /// <summary>The documents not deleted, or null when all are alive. Not to be changed.</summary>
    public FixedBitSet? LiveDocs => throw new NotSupportedException();

    /// <summary>The same object for every snapshot of this segment, whatever was deleted since: a key for caches.</summary>
    public object CoreKey => throw new NotSupportedException();

    /// <summary>The dictionary of a field; null when no document has a term in it.</summary>
    public Terms? Terms(string field) => throw new NotSupportedException();

    /// <summary>The documents of a term; null when there are none.</summary>
    public PostingsEnum? Postings(Term term) => throw new NotSupportedException();

    /// <summary>The documents of a term found before.</summary>
    /// <param name="reuse">An enumerator of this segment and field that is not needed any more.</param>
    public PostingsEnum Postings(string field, in TermState state, PostingsEnum? reuse = null) => throw new NotSupportedException();

    /// <summary>A byte a document (see <see cref="SmallFloat"/>; 0: the document has not the field), in place; empty when the field has no norms.</summary>
    public ReadOnlySpan<byte> Norms(string field) => throw new NotSupportedException();

    /// <summary>The field's column; null when no document has a value.</summary>
    public NumericDocValues? NumericDocValues(string field) => throw new NotSupportedException();

    /// <summary>The field's column; null when no document has a value.</summary>
    public SortedSetDocValues? SortedSetDocValues(string field) => throw new NotSupportedException();

    /// <summary>A new reader of stored values, for one thread.</summary>
    public StoredFields StoredFields() => throw new NotSupportedException();
}
