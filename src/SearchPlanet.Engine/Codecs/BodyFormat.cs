namespace SearchPlanet.Engine.Codecs;

/// <summary>Stored bodies: records of neighbouring documents in blocks of about 16 KiB, compressed (<see cref="Lz4"/>).</summary>
/// <remarks><code>
/// Body   := Block*, zeros up to a multiple of 8, Index Footer
/// Block  := u32 length, u8 parts of it: Part*          length of the whole block's original
/// Part   := u32 bytes, u8{bytes}                       an LZ4 block of 64 KiB of the original, the last of the rest
/// Original := VarInt{documents} lengths, Record{documents}      (StoredRecordFormat)
/// Index  := u64 offset{blocks + 1}, u32 firstDoc{blocks + 1}    the last: end of the blocks, maxDoc
/// Footer := u64 offset of Index, u64 blocks
/// </code>
/// <para>Blocks know nothing of their place: a merge copies those without deleted documents as they are.</para>
/// <para>Example: one document with the record <c>04 02 48 69</c>: block <c>05 00 00 00, 06 00 00 00, 50 04 04 02 48 69</c> (five
/// literals: the length 4 and the record), 2 zeros, <c>00*8 0E 00*7</c>, <c>00 00 00 00 01 00 00 00</c>, <c>10 00*7 01 00*7</c>.</para>
/// </remarks>
internal static class BodyFormat
{
    /// <summary>A block is closed once its records are this long.</summary>
    public const int TargetBytes = 16 << 10;

    /// <summary>And at the latest with this many documents.</summary>
    public const int MaxDocs = 512;

    /// <summary>More than any block may claim to hold.</summary>
    public const int MaxBlockBytes = 1 << 30;

    public const int FooterBytes = 16;
}
