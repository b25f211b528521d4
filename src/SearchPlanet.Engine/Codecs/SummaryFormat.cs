namespace SearchPlanet.Engine.Codecs;

/// <summary>What result lists show, a record a document, uncompressed and found by one look-up: ten hits touch ten places.</summary>
/// <remarks><code>
/// Summary := Record{maxDoc}, zeros up to a multiple of 8, Bases Offsets Footer       (StoredRecordFormat)
/// Bases   := u64{(maxDoc + 1023) / 1024 }      where the record of each 1024th document begins
/// Offsets := u32{maxDoc + 1}                   where a record begins from its base; the last one's end, from the last base
/// Footer  := u64 offset of Bases
/// </code>
/// <para>Example: two records <c>04 02 48 69</c> and none: these four bytes, 4 zeros, <c>00*8</c>, <c>00000000 04000000 04000000</c>,
/// <c>08 00*7</c>.</para>
/// </remarks>
internal static class SummaryFormat
{
    public const int GroupShift = 10;

    public static int Groups(int maxDoc) => (maxDoc + (1 << GroupShift) - 1) >> GroupShift;
}
