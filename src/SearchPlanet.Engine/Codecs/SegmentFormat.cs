namespace SearchPlanet.Engine.Codecs;

/// <summary>The frame of a segment file: a header, sections, and a table of contents at the end, so that it is written in one pass.</summary>
/// <remarks><code>
/// Segment  := Header Section* Contents Trailer                       all numbers little-endian
/// Header   := u32 magic "PSEG", u32 version, u64 id                  id: random, also in the manifest
/// Section  := zeros up to a multiple of 64, then the section's bytes
/// Contents := zeros up to a multiple of 64, then Entry*
/// Entry    := u32 kind (SectionKind), u32 field (number in the schema, 0 for whole segments), u64 offset, u64 length,
///             u32 CRC-32C of the section, u32 0
/// Trailer  := u64 offset of Contents, u32 number of entries, u32 version, u64 file length, u32 CRC-32C of Header, Contents and
///             the 24 bytes of Trailer before it, u32 magic "GESP"
/// </code>
/// <para>Example, a segment of one document with the only section Info (16 bytes: 1 document, fingerprint 0123456789abcdef):
/// <c>50 53 45 47 01 00 00 00 id*8</c>, 48 zeros, at 64 <c>01 00 00 00 00 00 00 00 ef cd ab 89 67 45 23 01</c>, 48 zeros,
/// at 128 <c>01 00 00 00 00 00 00 00 40 00*7 10 00*7 crc*4 00 00 00 00</c>, at 160 <c>80 00*7 01 00 00 00 01 00 00 00
/// c0 00*7 crc*4 47 45 53 50</c>: 192 bytes.</para>
/// </remarks>
internal static class SegmentFormat
{
    /// <summary>Any change of any section's format raises it: other versions are rebuilt, not read.</summary>
    public const uint Version = 1;

    public const uint HeaderMagic = 'P' | ('S' << 8) | ('E' << 16) | ((uint)'G' << 24);

    public const uint TrailerMagic = 'G' | ('E' << 8) | ('S' << 16) | ((uint)'P' << 24);

    public const int HeaderBytes = 16;

    public const int EntryBytes = 32;

    public const int TrailerBytes = 32;

    public const int InfoBytes = 16;

    /// <summary>Sections begin at multiples of this: a cache line, and every vector load aligned.</summary>
    public const int Alignment = 64;

    /// <summary>More entries than any schema makes.</summary>
    public const int MaxEntries = 8 * Documents.IndexSchema.MaxFields;

    /// <summary>
    /// Documents of an index, of all segments together: an id is an int, and a search may look a window beyond the last one
    /// (<see cref="Search.DocWindow.Size"/>).
    /// </summary>
    public const int MostDocs = int.MaxValue - Search.DocWindow.Size;

    public const string Extension = ".seg";
}
