namespace SearchPlanet.Engine.Codecs;

/// <summary>A column of numbers: each document's distance from the least value, in as few whole bytes as the greatest needs.</summary>
/// <remarks><code>
/// Numeric := Header [u64{(maxDoc + 63) / 64} documents that have a value] u(8 * width){maxDoc}
/// Header  := i64 min, i64 max, u32 documents with a value, u8 width (0, 1, 2, 4 or 8), zeros up to 64 bytes
/// </code>
/// <para>The bit set is there unless all documents have a value; those without count as <c>min</c>. Whole bytes, not bits: a range is
/// found by comparing vectors of the column where it lies, which reads a quarter more than packed bits and decodes nothing.</para>
/// <para>Example: values 2024 and 2026 in documents 0 and 2 of three: min <c>E8 07 00*6</c>, max <c>EA 07 00*6</c>, count
/// <c>02 00 00 00</c>, width <c>01</c>, zeros up to 64, bits <c>05 00*7</c>, values <c>00 00 02</c>.</para>
/// </remarks>
internal static class NumericFormat
{
    public const int HeaderBytes = 64;
}
