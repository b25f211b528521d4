namespace SearchPlanet.Engine.Codecs;

/// <summary>
/// How the documents, frequencies and positions of a term lie in a field's sections Postings and Positions. Positions have a
/// section of their own, so that queries without phrases never touch them.
/// </summary>
/// <remarks><code>
/// Documents := [Directory] Block{docFreq / 128} [Tail]     Directory only when docFreq >= 128
/// Directory := u64 impacts{n}, u32 lastDoc{n}, u32 docsOffset{n}, [u32 positionsOffset{n}, u8 positionsStart{n}, u32 positionsTail]
///              n: blocks, the tail included; offsets from the beginning of Documents and of the term's positions;
///              positionsStart: how many numbers of the positions block there belong to documents before; positionsTail: offset of the
///              numbers behind the last full block of positions
/// Block     := DocBlock [FreqBlock]                        128 documents
/// DocBlock  := PackedBlock of (gap - 1), or FF and a bit set: u64{(lastDoc - previous lastDoc + 63) / 64}, bit i being document
///              previous lastDoc + 1 + i: whichever is shorter. The document before the first is -1
/// FreqBlock := PackedBlock of (frequency - 1)
/// Tail      := (VarInt (gap - 1) * 2 + (frequency = 1), [VarInt frequency - 2])*      with frequencies
///            | (VarInt gap - 1)*                                                     without
/// Positions := PackedBlock{n / 128} VarInt{n % 128}        n numbers: the gaps of each document's positions, the first from 0
/// Impacts   := up to four u16: frequency (255: or more) in the low byte, norm in the high one, rising in both
/// </code>
/// <para>Directory, blocks and positions never depend on the terms before: short ones are copied into the dictionary (<see cref="TermsFormat"/>).</para>
/// <para>Why skip data as arrays and not as a list of lists (Lucene): the last documents of 1,000 blocks are 4 KB in a row, which a
/// galloping search reads faster than any tree; the impacts stand beside them, so that a block that cannot compete is passed
/// without being touched (block-max indexes: Ding &amp; Suel, SIGIR 2011; pairs: Lucene's <c>CompetitiveImpactAccumulator</c>).</para>
/// <para>Example: documents 3 (once, at position 7) and 10 (twice, at 1 and 300). Documents: <c>07 0C 00</c>
/// ((3 - -1 - 1) * 2 + 1; (10 - 3 - 1) * 2 + 0; 2 - 2). Positions: <c>07 01 AB 02</c> (7; 1; 299).</para>
/// </remarks>
internal static class PostingsFormat
{
    /// <summary>Documents in a full block.</summary>
    public const int BlockSize = PackedBlock.Size;

    /// <summary>Begins a block of documents that is a bit set: as a <see cref="PackedBlock"/>'s header it does not occur.</summary>
    public const byte BitSetMarker = 0xFF;

    /// <summary>A greater bit set is never shorter than the packed block.</summary>
    public const int MaxBitSetWords = PackedBlock.MaxBytes / sizeof(ulong);

    /// <summary>Frequencies in impacts stop here.</summary>
    public const int MaxImpactFreq = byte.MaxValue;

    /// <summary>Bytes of a directory of so many blocks.</summary>
    public static long DirectoryBytes(long blocks, bool hasPositions) => (blocks * (8 + 4 + 4)) + (hasPositions ? (blocks * (4 + 1)) + 4 : 0);
}
