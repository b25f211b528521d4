namespace SearchPlanet.Engine.Codecs;

/// <summary>What a section of a segment holds. The numbers are on disk.</summary>
internal enum SectionKind
{
    /// <summary>The segment's document count and schema; one a segment.</summary>
    Info = 1,

    /// <summary>A field's term dictionary, <see cref="TermsFormat"/>.</summary>
    Terms = 2,

    /// <summary>A field's documents and frequencies, <see cref="PostingsFormat"/>.</summary>
    Postings = 3,

    /// <summary>A field's positions, <see cref="PostingsFormat"/>.</summary>
    Positions = 4,

    /// <summary>A field's lengths, a byte a document.</summary>
    Norms = 5,

    /// <summary>A column of numbers, <see cref="NumericFormat"/>.</summary>
    Numeric = 6,

    /// <summary>A column of ordinals and its dictionary, <see cref="SortedSetFormat"/>.</summary>
    SortedSet = 7,

    /// <summary>What result lists show, <see cref="SummaryFormat"/>; one a segment.</summary>
    Summary = 8,

    /// <summary>Stored bodies, <see cref="BodyFormat"/>; one a segment.</summary>
    Body = 9,
}
