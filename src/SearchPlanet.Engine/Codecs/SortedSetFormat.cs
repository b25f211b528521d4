namespace SearchPlanet.Engine.Codecs;

/// <summary>A column of sets of strings: a sorted dictionary, and for each document the ordinals of its values.</summary>
/// <remarks><code>
/// SortedSet := Header Lengths Values Offsets Ordinals
/// Header    := u32 values, u32 entries, u8 width (1, 2 or 4), u8 single, zeros up to 8, u64 offset of Offsets, u64 offset of
///              Ordinals, zeros up to 64 bytes
/// Lengths   := u32{values + 1}          where each value begins in Values, and where the last ends
/// Values    := the values' UTF-8, rising, one after the other; zeros up to a multiple of 8
/// Offsets   := u32{maxDoc + 1}          where each document's entries begin; nothing when single; zeros up to a multiple of 8
/// Ordinals  := u(8 * width){entries}    ordinal + 1, each document's rising; when single one a document, 0 for none
/// </code>
/// <para>Example: values <c>orm</c> (documents 0, 1) and <c>sql</c> (document 1) of two documents: values <c>02 00 00 00</c>, entries
/// <c>03 00 00 00</c>, width <c>01</c>, single <c>00</c>, <c>00 00</c>, offset of Offsets 88 <c>58 00*7</c>, of Ordinals 104
/// <c>68 00*7</c>, zeros up to 64; <c>00000000 03000000 06000000</c>, <c>6F 72 6D 73 71 6C</c>, 6 zeros; <c>00000000 01000000
/// 03000000</c>, 4 zeros; <c>01 01 02</c>.</para>
/// </remarks>
internal static class SortedSetFormat
{
    public const int HeaderBytes = 64;

    /// <summary>Bytes that hold ordinals raised by one.</summary>
    public static int WidthFor(int values) => values switch
    {
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        _ => 4,
    };
}
