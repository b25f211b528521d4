using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Engine.Documents;

/// <summary>How one field of a schema is indexed, kept as a column and stored.</summary>
public sealed record FieldType
{
    /// <summary>A field that keeps nothing yet: say what it keeps in the initializer.</summary>
    /// <param name="name">Unique in its schema; not empty, at most 255 bytes of UTF-8.</param>
    public FieldType(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    public string Name { get; }

    public IndexOptions IndexOptions { get; init; }

    /// <summary>Keeps the length of the field, one byte a document, for length normalisation.</summary>
    public bool HasNorms { get; init; }

    public DocValuesKind DocValues { get; init; }

    public StoredKind Stored { get; init; }

    /// <summary>Cuts texts into terms. Null for fields that only get keywords, numbers or stored values.</summary>
    public Analyzer? Analyzer { get; init; }

    /// <summary>Positions left free between two texts of one document, so that phrases do not span them.</summary>
    public int PositionIncrementGap { get; init; }

    /// <summary>What the files of an index hold of it, such as <c>DocsFreqsPositions norms</c> or <c>Docs SortedSet</c>: not how texts became terms.</summary>
    internal string Kept => string.Join(' ', (string[])
    [
        .. IndexOptions == IndexOptions.None ? (string[])[] : [IndexOptions.ToString()],
        .. HasNorms ? (string[])["norms"] : [],
        .. DocValues == DocValuesKind.None ? (string[])[] : [DocValues.ToString()],
        .. Stored == StoredKind.None ? (string[])[] : [Stored.ToString()],
    ]);

    /// <summary>An analysed text with positions and norms.</summary>
    public static FieldType Text(string name, Analyzer analyzer) =>
        new(name) { IndexOptions = IndexOptions.DocsFreqsPositions, HasNorms = true, Analyzer = analyzer };

    /// <summary>A value searched as it is.</summary>
    public static FieldType Keyword(string name, DocValuesKind docValues = DocValuesKind.None, StoredKind stored = StoredKind.None) =>
        new(name) { IndexOptions = IndexOptions.Docs, DocValues = docValues, Stored = stored };

    /// <summary>A number for sorting, ranges and histograms.</summary>
    public static FieldType Number(string name, StoredKind stored = StoredKind.None) =>
        new(name) { DocValues = DocValuesKind.Numeric, Stored = stored };

    /// <summary>A value that is only kept.</summary>
    public static FieldType StoredOnly(string name, StoredKind stored) => new(name) { Stored = stored };
}
