using System.Numerics;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Lucene's one-byte lengths (<c>SmallFloat.intToByte4</c>): exact up to 40, then four significant bits.</summary>
internal static class SmallFloat
{
    // Four bits of mantissa cannot lose anything below this many values, so those are kept as they are.
    private const int FreeValues = 255 - 231;

    /// <summary>The byte for a length; monotonic.</summary>
    /// <param name="length">Not negative.</param>
    public static byte IntToByte4(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return length < FreeValues ? (byte)length : (byte)(FreeValues + LongToInt4((uint)(length - FreeValues)));
    }

    /// <summary>The least length with this byte.</summary>
    public static int Byte4ToInt(byte value) => value < FreeValues ? value : FreeValues + (int)Int4ToLong(value - FreeValues);

    private static int LongToInt4(uint value)
    {
        var bits = 32 - BitOperations.LeadingZeroCount(value);
        if (bits < 4)
        {
            return (int)value;
        }

        var shift = bits - 4;
        return (int)((value >> shift) & 0x07) | ((shift + 1) << 3);
    }

    private static long Int4ToLong(int value)
    {
        long mantissa = value & 0x07;
        var shift = (value >> 3) - 1;
        return shift == -1 ? mantissa : (mantissa | 0x08) << shift;
    }
}
