using System.Runtime.CompilerServices;

namespace SearchPlanet.Engine.Analysis;

/// <summary>Looks classes up: a flat table for the basic plane, binary search beyond.</summary>
internal static class WordBreaks
{
    private static readonly byte[] BasicPlane = Expand();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static WordBreakClass Of(char c) => (WordBreakClass)BasicPlane[c];

    /// <summary>The class of the code point at <paramref name="i"/>, and how many UTF-16 units it takes.</summary>
    internal static WordBreakClass At(ReadOnlySpan<char> text, int i, out int units)
    {
        var c = text[i];
        if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            units = 2;
            return OfSupplementary((uint)char.ConvertToUtf32(c, text[i + 1]));
        }

        units = 1;
        return Of(c);
    }

    private static WordBreakClass OfSupplementary(uint codePoint)
    {
        var ranges = WordBreakTable.Ranges;
        int low = 0, high = (ranges.Length / 2) - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (codePoint < ranges[2 * middle])
            {
                high = middle - 1;
            }
            else if (codePoint > (ranges[(2 * middle) + 1] & 0xFFFFFF))
            {
                low = middle + 1;
            }
            else
            {
                return (WordBreakClass)(ranges[(2 * middle) + 1] >> 24);
            }
        }

        return WordBreakClass.Other;
    }

    private static byte[] Expand()
    {
        var table = new byte[0x10000];
        var ranges = WordBreakTable.Ranges;
        for (var i = 0; i < ranges.Length; i += 2)
        {
            var last = Math.Min(ranges[i + 1] & 0xFFFFFF, 0xFFFF);
            for (var c = ranges[i]; c <= last; c++)
            {
                table[c] = (byte)(ranges[i + 1] >> 24);
            }
        }

        return table;
    }
}
