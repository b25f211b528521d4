using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Where the postings of one field lie in one segment.</summary>
internal sealed class FieldPostings(Section docs, Section positions, Section terms, Section norms, IndexOptions options, int maxDoc)
{
    public Section Docs { get; } = docs;

    public Section Positions { get; } = positions;

    /// <summary>The dictionary, where inline postings are.</summary>
    public Section Terms { get; } = terms;

    public Section Norms { get; } = norms;

    public IndexOptions Options { get; } = options;

    public int MaxDoc { get; } = maxDoc;
}
