using System.Runtime.CompilerServices;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Unsigned integers in 1 to 10 bytes: seven bits each, lowest first, the high bit set on all but the last (LEB128).</summary>
internal static class VarInt
{
    public const int MaxBytes64 = 10;

    /// <summary>Writes a value; <paramref name="to"/> has room for <see cref="MaxBytes64"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, ulong value)
    {
        var i = 0;
        while (value >= 0x80)
        {
            to[i++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[i++] = (byte)value;
        return i;
    }

    public static int Length(ulong value) => ((63 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7) + 1;

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Reads a value of at most 32 bits and moves <paramref name="at"/> behind it.</summary>
    /// <returns>False when the bytes end too soon or hold more than 32 bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TryRead(ref byte* at, byte* end, out uint value)
    {
        if (at < end && *at < 0x80)
        {
            value = *at++;
            return true;
        }

        return TryReadLong(ref at, end, out value);
    }

    /// <summary>Reads a value of at most 64 bits and moves <paramref name="at"/> behind it; false when the bytes end too soon.</summary>
    public static unsafe bool TryRead64(ref byte* at, byte* end, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && at < end; shift += 7)
        {
            var b = *at++;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static unsafe bool TryReadLong(ref byte* at, byte* end, out uint value)
    {
        var complete = TryRead64(ref at, end, out var wide);
        value = (uint)wide;
        return complete && wide <= uint.MaxValue;
    }
}
