using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// A segment as one snapshot sees it: its immutable contents and the documents alive. Shared by threads; open while its
/// <see cref="DirectoryReader"/> is.
/// </summary>
public sealed class SegmentReader
{
    internal SegmentReader(SegmentCore core, FixedBitSet? liveDocs, int deletedDocs)
    {
        Core = core;
        LiveDocs = liveDocs;
        NumDocs = core.Info.MaxDoc - deletedDocs;
    }

    public string Name => Core.Info.Name;

    public IndexSchema Schema => Core.Schema;

    /// <summary>Document ids are below this.</summary>
    public int MaxDoc => Core.Info.MaxDoc;

    /// <summary>Documents not deleted.</summary>
    public int NumDocs { get; }

    /// <summary>The documents not deleted, or null when all are alive.</summary>
    public FixedBitSet? LiveDocs { get; }

    /// <summary>The same object for every snapshot of this segment, whatever was deleted since: a key for caches.</summary>
    internal object CoreKey => Core;

    /// <summary>Bytes of the segment's file.</summary>
    public long Bytes => Core.Info.Bytes;

    internal SegmentCore Core { get; }

    /// <summary>Sets of this segment's documents, for searches to borrow.</summary>
    internal BitSetPool BitSets => Core.BitSets;

    /// <summary>The dictionary of a field; null when no document has a term in it.</summary>
    public Terms? Terms(string field) => Core.Terms(Schema.NumberOf(field));

    /// <summary>The documents of a term; null when there are none.</summary>
    public PostingsEnum? Postings(Term term) =>
        Terms(term.Field) is { } terms && terms.TryGet(term.Bytes.Span, out var state) ? Postings(term.Field, state) : null;

    /// <summary>The documents of a term found before.</summary>
    /// <param name="reuse">An enumerator that is not needed any more, of whatever segment.</param>
    public PostingsEnum Postings(string field, in TermState state, PostingsEnum? reuse = null)
    {
        var postings = Core.Postings(Schema.NumberOf(field)) ?? throw new ArgumentException($"The segment has no terms in '{field}'.", nameof(field));
        if (reuse is null)
        {
            return new PostingsEnum(postings, state);
        }

        reuse.Reset(postings, state);
        return reuse;
    }

    /// <summary>The positions of a term found before, of a field that keeps them.</summary>
    internal PositionsLookup Positions(string field, in TermState state) => new(Core.Postings(Schema.NumberOf(field))!, state);

    /// <summary>A byte a document (see <see cref="SmallFloat"/>; 0: the document has not the field), in place; empty when the field has no norms.</summary>
    public ReadOnlySpan<byte> Norms(string field)
    {
        var norms = Core.Norms(Schema.NumberOf(field));
        return norms.Exists ? norms.Span<byte>(0, norms.Length) : default;
    }

    /// <summary>The field's column; null when no document has a value.</summary>
    public NumericDocValues? NumericDocValues(string field) => Core.Numbers(Schema.NumberOf(field));

    /// <summary>The field's column; null when no document has a value.</summary>
    public SortedSetDocValues? SortedSetDocValues(string field) => Core.Sets(Schema.NumberOf(field));

    /// <summary>A new reader of stored values, for one thread.</summary>
    public StoredFields StoredFields() => Core.StoredFields();

    /// <summary>Bytes of each section, by its name such as <c>Terms/3</c>: for statistics.</summary>
    public IReadOnlyList<(string Section, long Bytes)> Sections()
    {
        List<(string, long)> sections = [];
        foreach (var entry in Core.File.Entries)
        {
            sections.Add((entry.Name, entry.Length));
        }

        return sections;
    }
}
