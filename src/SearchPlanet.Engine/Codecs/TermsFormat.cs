namespace SearchPlanet.Engine.Codecs;

/// <summary>A field's dictionary: its terms in UTF-8 byte order, front-coded in blocks of 32, under an index of the blocks' beginnings.</summary>
/// <remarks><code>
/// Terms    := Header Block* zeros up to a multiple of 8, Index
/// Header   := u32 terms, u32 documents with a term, u64 sum of document frequencies, u64 sum of term frequencies,
///             u32 blocks, u32 IndexOptions, u64 offset of Index, zeros up to 64 bytes
/// Index    := u64 offset{blocks + 1}, u64 key{blocks}      offsets in the section, the last is the end of the blocks;
///             key: the first eight bytes of the block's first term, as a big-endian number, zeros behind shorter ones
/// Block    := VarInt docsBase, VarInt positionsBase, VarInt bytes of Suffixes, Suffixes Metas        32 terms, the last block fewer
/// Suffixes := (VarInt shared with the term before, VarInt more, u8{more})*         the block's first term shares 0
/// Metas    := (VarInt docFreq * 2 + inline, [VarInt totalTermFreq - docFreq], VarInt docsLength, [VarInt positionsLength],
///             [u8{docsLength + positionsLength} when inline])*
/// </code>
/// <para>Postings of a term that are not inline begin where those of the term before end, in a block's first term at the bases. What is
/// in brackets is there only when the field has frequencies, or positions.</para>
/// <para>Looking a term up is a binary search over the keys (a quarter of a byte a term, all in a row) and a walk through one block,
/// of which only the suffixes are read. No finite-state transducer: 31,000 blocks of a million terms have 250 KB of keys.</para>
/// <para>Example block of <c>orm</c> (one document, inline <c>07</c>, position inline <c>02</c>) and <c>order</c>'s successor in
/// order <c>orms</c> (200 documents, 210 times, 90 and 201 bytes elsewhere): <c>00 00 08, 00 03 6F 72 6D, 03 01 73,
/// 03 00 01 01 07 02, 90 03 0A 5A C9 01</c>.</para>
/// </remarks>
internal static class TermsFormat
{
    public const int BlockTerms = 32;

    public const int HeaderBytes = 64;

    /// <summary>Longest term.</summary>
    public const int MaxTermBytes = 4096;

    /// <summary>Postings up to this long are inline: one load less for a rare term, and no entry of 64 bytes touched elsewhere.</summary>
    public const int InlineLimit = 24;

    /// <summary>A term's key in the index.</summary>
    public static ulong KeyOf(ReadOnlySpan<byte> term)
    {
        if (term.Length >= sizeof(ulong))
        {
            return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(term);
        }

        ulong key = 0;
        for (var i = 0; i < term.Length; i++)
        {
            key |= (ulong)term[i] << (56 - (8 * i));
        }

        return key;
    }
}
