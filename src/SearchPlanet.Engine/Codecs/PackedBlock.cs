using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SearchPlanet.Engine.Codecs;

/// <summary>
/// 128 unsigned integers in as many bits each as most of them need; the few greater ones are patched
/// (PForDelta: Zukowski et al., ICDE 2006; vector layout: Lemire &amp; Boytsov, SP&amp;E 2015).
/// </summary>
/// <remarks><code>
/// Block     := Header Packed Exception*
/// Header    := u8      bits in the low five bits (0 to 31), number of exceptions in the high three
/// Packed    := 16 * bits bytes: four lanes of 32 numbers; number i is in lane i % 4, row i / 4.
///              Row r of a lane is bits r*bits to (r+1)*bits-1 of the lane's words; word w of lane l is the
///              little-endian u32 at byte 16*w + 4*l
/// Exception := u8 index, u8 high     number[index] |= high &lt;&lt; bits
/// </code>
/// <para>Example: 128 numbers, all 1 but number 5, which is 300. Nine bits for all would take 144 bytes, one bit and an exception
/// take 18: header <c>21</c>; 16 bytes <c>FF</c>, but <c>FD</c> at byte 4, since number 5 stands in lane 1, row 1, and the low bit of
/// 300 is 0; exception <c>05 96</c>, 300 being 150 &lt;&lt; 1.</para>
/// <para>Written by vector instructions or without: the bytes are the same. <see cref="Decode"/> reads nothing behind the block.</para>
/// </remarks>
internal static unsafe class PackedBlock
{
    public const int Size = 128;

    /// <summary>Bytes of the longest block.</summary>
    public const int MaxBytes = 1 + (16 * 31) + (2 * MaxExceptions);

    /// <summary>The greatest number that fits.</summary>
    public const uint MaxValue = int.MaxValue;

    private const int MaxExceptions = 6;

    private const int Lanes = 4;

    /// <summary>Bytes of the block that begins with this byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(byte header) => 1 + ((header & 31) * 16) + ((header >> 5) * 2);

    /// <summary>Writes 128 numbers.</summary>
    /// <param name="values">Each at most <see cref="MaxValue"/>; changed by the call.</param>
    /// <param name="to">Room for <see cref="MaxBytes"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(Span<uint> values, Span<byte> to)
    {
        var bits = ChooseBits(values, out var exceptions);
        to[0] = (byte)(bits | (exceptions << 5));
        var at = 1 + (16 * bits);
        if (exceptions > 0)
        {
            var mask = (1u << bits) - 1;
            for (var i = 0; i < Size; i++)
            {
                if (values[i] > mask)
                {
                    to[at++] = (byte)i;
                    to[at++] = (byte)(values[i] >> bits);
                    values[i] &= mask;
                }
            }
        }

        fixed (uint* from = values)
        fixed (byte* packed = to)
        {
            if (Vector128.IsHardwareAccelerated)
            {
                PackVector(from, packed + 1, bits);
            }
            else
            {
                PackScalar(from, packed + 1, bits);
            }
        }

        return at;
    }

    /// <summary>Reads 128 numbers.</summary>
    /// <param name="from">The block.</param>
    /// <param name="end">The end of what may belong to it.</param>
    /// <param name="values">Room for 128 numbers.</param>
    /// <returns>The block's length, or -1 when it does not fit before <paramref name="end"/> or is malformed.</returns>
    public static int Decode(byte* from, byte* end, uint* values)
    {
        if (from >= end)
        {
            return -1;
        }

        int header = *from;
        var length = Length((byte)header);
        if (length > end - from)
        {
            return -1;
        }

        var bits = header & 31;
        if (bits == 0)
        {
            new Span<uint>(values, Size).Clear();
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            PackedBlockUnpacker.Unpack(from + 1, values, bits);
        }
        else
        {
            UnpackScalar(from + 1, values, bits);
        }

        var exception = from + 1 + (16 * bits);
        for (var i = header >> 5; i > 0; i--, exception += 2)
        {
            if (exception[0] >= Size)
            {
                return -1;
            }

            values[exception[0]] |= (uint)exception[1] << bits;
        }

        return length;
    }

    /// <summary>Reads some of the 128 numbers: only the rows of four they are in.</summary>
    /// <param name="from">A whole block.</param>
    /// <param name="first">The first to be read.</param>
    /// <param name="values">Room for 128 numbers: each comes to its place. What stands beside them in their rows is overwritten.</param>
    /// <returns>False when the block is malformed.</returns>
    public static bool TryDecode(byte* from, int first, int count, uint* values)
    {
        int header = *from;
        var bits = header & 31;
        var mask = Vector128.Create((1u << bits) - 1);
        var bit = (first / Lanes) * bits;
        for (var i = first & ~(Lanes - 1); i < first + count; i += Lanes, bit += bits)
        {
            var word = from + 1 + ((bit >> 5) * 16);
            var shift = bit & 31;
            var row = Vector128<uint>.Zero;
            if (bits > 0)
            {
                row = Vector128.ShiftRightLogical(Vector128.Load((uint*)word), shift);
            }

            if (shift + bits > 32)
            {
                row |= Vector128.ShiftLeft(Vector128.Load((uint*)(word + 16)), 32 - shift);
            }

            (row & mask).Store(values + i);
        }

        var exception = from + 1 + (16 * bits);
        for (var i = header >> 5; i > 0; i--, exception += 2)
        {
            if (exception[0] >= Size)
            {
                return false;
            }

            // Of the others the number may be of a block before.
            values[exception[0]] |= (uint)exception[1] << bits;
        }

        return true;
    }

    /// <summary>Packs <paramref name="bits"/> bits of each number, four lanes at a time.</summary>
    internal static void PackVector(uint* from, byte* to, int bits)
    {
        var word = Vector128<uint>.Zero;
        var used = 0;
        for (var row = 0; row < Size / Lanes; row++)
        {
            var value = Vector128.Load(from + (row * Lanes));
            word |= Vector128.ShiftLeft(value, used);
            used += bits;
            if (used >= 32)
            {
                word.AsByte().Store(to);
                to += 16;
                used -= 32;

                // Without a rest nothing is carried: a shift by 32 would shift by 0.
                word = used == 0 ? Vector128<uint>.Zero : Vector128.ShiftRightLogical(value, bits - used);
            }
        }
    }

    /// <summary>The twin of <see cref="PackVector"/> without vector instructions.</summary>
    internal static void PackScalar(uint* from, byte* to, int bits)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            ulong word = 0;
            var used = 0;
            var at = to + (lane * sizeof(uint));
            for (var row = 0; row < Size / Lanes; row++)
            {
                word |= (ulong)from[(row * Lanes) + lane] << used;
                used += bits;
                if (used >= 32)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(at, sizeof(uint)), (uint)word);
                    at += 16;
                    word >>= 32;
                    used -= 32;
                }
            }
        }
    }

    /// <summary>The twin of <see cref="PackedBlockUnpacker"/> without vector instructions.</summary>
    internal static void UnpackScalar(byte* from, uint* to, int bits)
    {
        var mask = (1u << bits) - 1;
        for (int row = 0, bit = 0; row < Size / Lanes; row++, bit += bits)
        {
            var word = from + ((bit >> 5) << 4);
            var shift = bit & 31;
            for (var lane = 0; lane < Lanes; lane++, word += sizeof(uint))
            {
                var low = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(word, sizeof(uint)));
                ulong high = shift + bits <= 32 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(word + 16, sizeof(uint)));
                to[(row * Lanes) + lane] = (uint)((low | (high << 32)) >> shift) & mask;
            }
        }
    }

    private static int ChooseBits(ReadOnlySpan<uint> values, out int exceptions)
    {
        Span<byte> withBits = stackalloc byte[33];
        withBits.Clear();
        uint all = 0;
        foreach (var value in values[..Size])
        {
            all |= value;
            withBits[32 - BitOperations.LeadingZeroCount(value)]++;
        }

        var most = 32 - BitOperations.LeadingZeroCount(all);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 31, nameof(values));
        var best = most;
        var bestBytes = 16 * most;
        exceptions = 0;
        for (int bits = most - 1, above = 0; bits >= Math.Max(0, most - 8); bits--)
        {
            above += withBits[bits + 1];
            if (above > MaxExceptions)
            {
                break;
            }

            var bytes = (16 * bits) + (2 * above);
            if (bytes < bestBytes)
            {
                (best, bestBytes, exceptions) = (bits, bytes, above);
            }
        }

        return best;
    }
}
