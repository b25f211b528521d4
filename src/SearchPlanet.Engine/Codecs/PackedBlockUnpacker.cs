using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SearchPlanet.Engine.Codecs;

/// <summary>
/// Unpacks the numbers of a <see cref="PackedBlock"/> four at a time, by code made for each width: the compiler knows every
/// shift and every place, which takes two thirds of the time of one loop for all widths (documents of a list of 120,000: 0.37 against 0.57 ns each). Tables, not to be read.
/// </summary>
internal static unsafe class PackedBlockUnpacker
{
    private interface IBits
    {
        static abstract int Count { get; }
    }

    /// <param name="from">16 * <paramref name="bits"/> bytes.</param>
    /// <param name="to">Receives 128 numbers.</param>
    /// <param name="bits">1 to 31.</param>
    public static void Unpack(byte* from, uint* to, int bits)
    {
        switch (bits)
        {
            case 1:
                Unpack<Bits1>(from, to);
                break;
            case 2:
                Unpack<Bits2>(from, to);
                break;
            case 3:
                Unpack<Bits3>(from, to);
                break;
            case 4:
                Unpack<Bits4>(from, to);
                break;
            case 5:
                Unpack<Bits5>(from, to);
                break;
            case 6:
                Unpack<Bits6>(from, to);
                break;
            case 7:
                Unpack<Bits7>(from, to);
                break;
            case 8:
                Unpack<Bits8>(from, to);
                break;
            case 9:
                Unpack<Bits9>(from, to);
                break;
            case 10:
                Unpack<Bits10>(from, to);
                break;
            case 11:
                Unpack<Bits11>(from, to);
                break;
            case 12:
                Unpack<Bits12>(from, to);
                break;
            case 13:
                Unpack<Bits13>(from, to);
                break;
            case 14:
                Unpack<Bits14>(from, to);
                break;
            case 15:
                Unpack<Bits15>(from, to);
                break;
            case 16:
                Unpack<Bits16>(from, to);
                break;
            case 17:
                Unpack<Bits17>(from, to);
                break;
            case 18:
                Unpack<Bits18>(from, to);
                break;
            case 19:
                Unpack<Bits19>(from, to);
                break;
            case 20:
                Unpack<Bits20>(from, to);
                break;
            case 21:
                Unpack<Bits21>(from, to);
                break;
            case 22:
                Unpack<Bits22>(from, to);
                break;
            case 23:
                Unpack<Bits23>(from, to);
                break;
            case 24:
                Unpack<Bits24>(from, to);
                break;
            case 25:
                Unpack<Bits25>(from, to);
                break;
            case 26:
                Unpack<Bits26>(from, to);
                break;
            case 27:
                Unpack<Bits27>(from, to);
                break;
            case 28:
                Unpack<Bits28>(from, to);
                break;
            case 29:
                Unpack<Bits29>(from, to);
                break;
            case 30:
                Unpack<Bits30>(from, to);
                break;
            case 31:
                Unpack<Bits31>(from, to);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(bits));
        }
    }

    // Compiled well at once: in the first tier each row would be a call, several times slower than the loop this replaces.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unpack<TBits>(byte* from, uint* to)
        where TBits : struct, IBits
    {
        var mask = Vector128.Create((1u << TBits.Count) - 1);
        Row<TBits>(from, to, 0, mask);
        Row<TBits>(from, to, 1, mask);
        Row<TBits>(from, to, 2, mask);
        Row<TBits>(from, to, 3, mask);
        Row<TBits>(from, to, 4, mask);
        Row<TBits>(from, to, 5, mask);
        Row<TBits>(from, to, 6, mask);
        Row<TBits>(from, to, 7, mask);
        Row<TBits>(from, to, 8, mask);
        Row<TBits>(from, to, 9, mask);
        Row<TBits>(from, to, 10, mask);
        Row<TBits>(from, to, 11, mask);
        Row<TBits>(from, to, 12, mask);
        Row<TBits>(from, to, 13, mask);
        Row<TBits>(from, to, 14, mask);
        Row<TBits>(from, to, 15, mask);
        Row<TBits>(from, to, 16, mask);
        Row<TBits>(from, to, 17, mask);
        Row<TBits>(from, to, 18, mask);
        Row<TBits>(from, to, 19, mask);
        Row<TBits>(from, to, 20, mask);
        Row<TBits>(from, to, 21, mask);
        Row<TBits>(from, to, 22, mask);
        Row<TBits>(from, to, 23, mask);
        Row<TBits>(from, to, 24, mask);
        Row<TBits>(from, to, 25, mask);
        Row<TBits>(from, to, 26, mask);
        Row<TBits>(from, to, 27, mask);
        Row<TBits>(from, to, 28, mask);
        Row<TBits>(from, to, 29, mask);
        Row<TBits>(from, to, 30, mask);
        Row<TBits>(from, to, 31, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TBits>(byte* from, uint* to, int row, Vector128<uint> mask)
        where TBits : struct, IBits
    {
        var bit = row * TBits.Count;
        var shift = bit & 31;
        var word = from + ((bit >> 5) * 16);
        var value = Vector128.ShiftRightLogical(Vector128.Load((uint*)word), shift);
        if (shift + TBits.Count > 32)
        {
            value |= Vector128.ShiftLeft(Vector128.Load((uint*)(word + 16)), 32 - shift);
        }

        (value & mask).Store(to + (row * 4));
    }

    private readonly struct Bits1 : IBits
    {
        public static int Count => 1;
    }

    private readonly struct Bits2 : IBits
    {
        public static int Count => 2;
    }

    private readonly struct Bits3 : IBits
    {
        public static int Count => 3;
    }

    private readonly struct Bits4 : IBits
    {
        public static int Count => 4;
    }

    private readonly struct Bits5 : IBits
    {
        public static int Count => 5;
    }

    private readonly struct Bits6 : IBits
    {
        public static int Count => 6;
    }

    private readonly struct Bits7 : IBits
    {
        public static int Count => 7;
    }

    private readonly struct Bits8 : IBits
    {
        public static int Count => 8;
    }

    private readonly struct Bits9 : IBits
    {
        public static int Count => 9;
    }

    private readonly struct Bits10 : IBits
    {
        public static int Count => 10;
    }

    private readonly struct Bits11 : IBits
    {
        public static int Count => 11;
    }

    private readonly struct Bits12 : IBits
    {
        public static int Count => 12;
    }

    private readonly struct Bits13 : IBits
    {
        public static int Count => 13;
    }

    private readonly struct Bits14 : IBits
    {
        public static int Count => 14;
    }

    private readonly struct Bits15 : IBits
    {
        public static int Count => 15;
    }

    private readonly struct Bits16 : IBits
    {
        public static int Count => 16;
    }

    private readonly struct Bits17 : IBits
    {
        public static int Count => 17;
    }

    private readonly struct Bits18 : IBits
    {
        public static int Count => 18;
    }

    private readonly struct Bits19 : IBits
    {
        public static int Count => 19;
    }

    private readonly struct Bits20 : IBits
    {
        public static int Count => 20;
    }

    private readonly struct Bits21 : IBits
    {
        public static int Count => 21;
    }

    private readonly struct Bits22 : IBits
    {
        public static int Count => 22;
    }

    private readonly struct Bits23 : IBits
    {
        public static int Count => 23;
    }

    private readonly struct Bits24 : IBits
    {
        public static int Count => 24;
    }

    private readonly struct Bits25 : IBits
    {
        public static int Count => 25;
    }

    private readonly struct Bits26 : IBits
    {
        public static int Count => 26;
    }

    private readonly struct Bits27 : IBits
    {
        public static int Count => 27;
    }

    private readonly struct Bits28 : IBits
    {
        public static int Count => 28;
    }

    private readonly struct Bits29 : IBits
    {
        public static int Count => 29;
    }

    private readonly struct Bits30 : IBits
    {
        public static int Count => 30;
    }

    private readonly struct Bits31 : IBits
    {
        public static int Count => 31;
    }
}
