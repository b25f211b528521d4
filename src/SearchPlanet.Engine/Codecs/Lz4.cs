using System.Numerics;
using System.Runtime.CompilerServices;

namespace SearchPlanet.Engine.Codecs;

/// <summary>
/// The LZ4 block format (Y. Collet, "LZ4 Block Format Description"): fast rather than small. The BCL's Deflate and Brotli take
/// five to twenty times as long for half the bytes.
/// </summary>
/// <remarks>Bounds: the compressor reads only up to its last 12 bytes ahead; the decompressor checks every length and distance against
/// both spans before it copies.</remarks>
internal sealed unsafe class Lz4
{
    /// <summary>Longest input: positions are kept in 16 bits.</summary>
    public const int MaxInput = 1 << 16;

    private const int HashBits = 13;
    private const int MinMatch = 4;

    // The format ends a block with at least 5 literals, and a match begins 12 bytes before the end at the latest.
    private const int LastLiterals = 5;
    private const int MatchLimit = 12;

    private readonly ushort[] _table = new ushort[1 << HashBits];

    public static int MaxOutput(int input) => input + (input / 255) + 16;

    /// <summary>Compresses.</summary>
    /// <param name="input">At most <see cref="MaxInput"/> bytes.</param>
    /// <param name="output">Room for <see cref="MaxOutput"/>.</param>
    /// <returns>Bytes written.</returns>
    public int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Length, MaxInput, nameof(input));
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, MaxOutput(input.Length), nameof(output));
        Array.Clear(_table);
        fixed (byte* source = input)
        fixed (byte* target = output)
        fixed (ushort* table = _table)
        {
            var end = source + input.Length;
            var anchor = source;
            var to = target;
            var lastMatch = end - MatchLimit;
            var at = source + 1;
            var misses = 1 << 6;
            while (input.Length > MatchLimit && at <= lastMatch)
            {
                var sequence = Unsafe.ReadUnaligned<uint>(at);
                var hash = (sequence * 2654435761u) >> (32 - HashBits);
                var candidate = source + table[hash];
                table[hash] = (ushort)(at - source);
                if (Unsafe.ReadUnaligned<uint>(candidate) != sequence || candidate >= at)
                {
                    // The longer nothing is found, the greater the steps.
                    at += misses++ >> 6;
                    continue;
                }

                misses = 1 << 6;
                while (at > anchor && candidate > source && at[-1] == candidate[-1])
                {
                    at--;
                    candidate--;
                }

                var length = MinMatch + MatchLength(at + MinMatch, candidate + MinMatch, end - LastLiterals);
                to = WriteSequence(to, anchor, (int)(at - anchor), (int)(at - candidate), length);
                at += length;
                anchor = at;
                if (at <= lastMatch)
                {
                    var before = Unsafe.ReadUnaligned<uint>(at - 2);
                    table[(before * 2654435761u) >> (32 - HashBits)] = (ushort)(at - 2 - source);
                }
            }

            to = WriteLiterals(to, anchor, (int)(end - anchor), token: 0);
            return (int)(to - target);
        }
    }

    /// <summary>Decompresses.</summary>
    /// <param name="output">Exactly as long as the original.</param>
    /// <returns>False when the input is malformed or does not give exactly as many bytes.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var at = 0;
        var to = 0;
        while (at < input.Length)
        {
            int token = input[at++];
            var literals = token >> 4;
            if (literals == 15 && !TryReadLength(input, ref at, ref literals))
            {
                return false;
            }

            if (literals > input.Length - at || literals > output.Length - to)
            {
                return false;
            }

            input.Slice(at, literals).CopyTo(output[to..]);
            at += literals;
            to += literals;
            if (at == input.Length)
            {
                return to == output.Length;
            }

            if (input.Length - at < 2)
            {
                return false;
            }

            var distance = input[at] | (input[at + 1] << 8);
            at += 2;
            var length = token & 15;
            if (length == 15 && !TryReadLength(input, ref at, ref length))
            {
                return false;
            }

            length += MinMatch;
            if (distance == 0 || distance > to || length > output.Length - to)
            {
                return false;
            }

            CopyMatch(output, to, distance, length);
            to += length;
        }

        return false;
    }

    private static void CopyMatch(Span<byte> output, int to, int distance, int length)
    {
        if (distance >= length)
        {
            output.Slice(to - distance, length).CopyTo(output[to..]);
            return;
        }

        // Overlapping: what is copied now is copied from later. Each round doubles what can be copied at once.
        var from = output[(to - distance)..];
        var done = 0;
        while (done < length)
        {
            var count = Math.Min(distance + done, length - done);
            from[..count].CopyTo(output[(to + done)..]);
            done += count;
        }
    }

    private static bool TryReadLength(ReadOnlySpan<byte> input, ref int at, ref int length)
    {
        while (at < input.Length)
        {
            var more = input[at++];
            length += more;
            if (more != 255)
            {
                return true;
            }
        }

        return false;
    }

    private static int MatchLength(byte* a, byte* b, byte* end)
    {
        var begin = a;
        while (a + sizeof(ulong) <= end)
        {
            var differs = Unsafe.ReadUnaligned<ulong>(a) ^ Unsafe.ReadUnaligned<ulong>(b);
            if (differs != 0)
            {
                return (int)(a - begin) + (BitOperations.TrailingZeroCount(differs) >> 3);
            }

            a += sizeof(ulong);
            b += sizeof(ulong);
        }

        while (a < end && *a == *b)
        {
            a++;
            b++;
        }

        return (int)(a - begin);
    }

    private static byte* WriteSequence(byte* to, byte* literals, int count, int distance, int length)
    {
        var rest = length - MinMatch;
        to = WriteLiterals(to, literals, count, Math.Min(rest, 15));
        *to++ = (byte)distance;
        *to++ = (byte)(distance >> 8);
        return rest >= 15 ? WriteLength(to, rest - 15) : to;
    }

    private static byte* WriteLiterals(byte* to, byte* literals, int count, int token)
    {
        *to++ = (byte)((Math.Min(count, 15) << 4) | token);
        if (count >= 15)
        {
            to = WriteLength(to, count - 15);
        }

        Unsafe.CopyBlockUnaligned(to, literals, (uint)count);
        return to + count;
    }

    private static byte* WriteLength(byte* to, int length)
    {
        for (; length >= 255; length -= 255)
        {
            *to++ = 255;
        }

        *to++ = (byte)length;
        return to;
    }
}
