using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Codecs;

namespace SearchPlanet.Engine.Indexing;

/// <summary>A column of at most one number a document, read in place. Shared by threads. See <see cref="NumericFormat"/>.</summary>
/// <remarks>Bounds: the column's whole extent is checked once, document ids against <see cref="MaxDoc"/> at each access.</remarks>
public sealed unsafe class NumericDocValues
{
    private readonly byte* _values;
    private readonly ulong* _present;

    internal NumericDocValues(Section section, int maxDoc)
    {
        MaxDoc = maxDoc;
        var header = section.Span<byte>(0, NumericFormat.HeaderBytes);
        Min = BinaryPrimitives.ReadInt64LittleEndian(header);
        Max = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        Count = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        Width = header[20];
        if (Width is not (0 or 1 or 2 or 4 or 8) || Count <= 0 || Count > maxDoc || Min > Max)
        {
            throw section.Corrupt(0, "Malformed header of a column of numbers");
        }

        long at = NumericFormat.HeaderBytes;
        if (Count < maxDoc)
        {
            var bytes = FixedBitSet.WordCount(maxDoc) * (long)sizeof(ulong);
            _present = (ulong*)section.At(at, bytes);
            at += bytes;
        }

        _values = section.At(at, (long)Width * maxDoc);
    }

    /// <summary>Documents in the segment.</summary>
    public int MaxDoc { get; }

    /// <summary>Documents that have a value.</summary>
    public int Count { get; }

    /// <summary>Least value.</summary>
    public long Min { get; }

    /// <summary>Greatest value.</summary>
    public long Max { get; }

    /// <summary>Bytes of each document's distance from <see cref="Min"/>: 0, 1, 2, 4 or 8.</summary>
    internal int Width { get; }

    /// <summary>The document's value, or 0 when it has none.</summary>
    public long Get(int doc) => HasValue(doc) ? Min + (long)Distance(doc) : 0;

    public bool HasValue(int doc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)doc, (uint)MaxDoc, nameof(doc));
        return _present is null || ((_present[doc >> 6] >> (doc & 63)) & 1) != 0;
    }

    /// <summary>The values of many documents: <c>values[i]</c> is that of <c>docs[i]</c>, 0 when it has none.</summary>
    public void Fill(ReadOnlySpan<int> docs, Span<long> values)
    {
        for (var i = 0; i < docs.Length; i++)
        {
            values[i] = Get(docs[i]);
        }
    }

    /// <summary>Adds the bits of documents whose value is from <paramref name="lo"/> to <paramref name="hi"/>, both included.</summary>
    /// <param name="from">The document of bit 0, a multiple of 64.</param>
    /// <param name="words">Bits beyond the column stay as they are.</param>
    internal void FillRange(long lo, long hi, int from, Span<ulong> words)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(from & 63, 0, nameof(from));
        words = words[..Math.Min(words.Length, FixedBitSet.WordCount(Math.Max(0, MaxDoc - from)))];
        if (!Distances(lo, hi, out var low, out var high))
        {
            return;
        }

        if (Width == 0 || (low == 0 && high == (ulong)Max - (ulong)Min))
        {
            OrPresent(from, words);
            return;
        }

        switch (Width)
        {
            case 1:
                FillRange((byte*)_values, (byte)low, (byte)high, from, words);
                break;
            case 2:
                FillRange((ushort*)_values, (ushort)low, (ushort)high, from, words);
                break;
            case 4:
                FillRange((uint*)_values, (uint)low, (uint)high, from, words);
                break;
            default:
                FillRange((ulong*)_values, low, high, from, words);
                break;
        }
    }

    /// <summary>Keeps of <paramref name="docs"/> those whose value is from <paramref name="lo"/> to <paramref name="hi"/>, moving them to the front.</summary>
    /// <param name="docs">Rising.</param>
    /// <returns>How many remain.</returns>
    internal int FilterRange(long lo, long hi, Span<int> docs)
    {
        if (docs.IsEmpty || !Distances(lo, hi, out var low, out var high))
        {
            return 0;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(docs[0], nameof(docs));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(docs[^1], MaxDoc, nameof(docs));
        return Width switch
        {
            0 => FilterPresent(docs),
            1 => FilterRange((byte*)_values, (byte)low, (byte)high, docs),
            2 => FilterRange((ushort*)_values, (ushort)low, (ushort)high, docs),
            4 => FilterRange((uint*)_values, (uint)low, (uint)high, docs),
            _ => FilterRange((ulong*)_values, low, high, docs),
        };
    }

    // A range of values as a range of distances from the least; false when no value is in it.
    private bool Distances(long lo, long hi, out ulong low, out ulong high)
    {
        low = high = 0;
        if (lo > Max || hi < Min || lo > hi)
        {
            return false;
        }

        low = (ulong)Math.Max(lo, Min) - (ulong)Min;
        high = (ulong)Math.Min(hi, Max) - (ulong)Min;
        return true;
    }

    private ulong Distance(int doc) => Width switch
    {
        0 => 0,
        1 => _values[doc],
        2 => Unsafe.ReadUnaligned<ushort>(_values + (2L * doc)),
        4 => Unsafe.ReadUnaligned<uint>(_values + (4L * doc)),
        _ => Unsafe.ReadUnaligned<ulong>(_values + (8L * doc)),
    };

    private int FilterPresent(Span<int> docs)
    {
        if (_present is null)
        {
            return docs.Length;
        }

        var kept = 0;
        foreach (var doc in docs)
        {
            docs[kept] = doc;
            kept += (int)(_present[doc >> 6] >> doc) & 1;
        }

        return kept;
    }

    private int FilterRange<T>(T* values, T low, T high, Span<int> docs)
        where T : unmanaged, IBinaryInteger<T>
    {
        var kept = 0;
        foreach (var doc in docs)
        {
            docs[kept] = doc;
            kept += values[doc] - low <= high - low ? 1 : 0;
        }

        return FilterPresent(docs[..kept]);
    }

    private void OrPresent(int from, Span<ulong> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var count = MaxDoc - from - (i << 6);
            words[i] |= _present is not null ? _present[(from >> 6) + i] : count >= 64 ? ulong.MaxValue : (1UL << count) - 1;
        }
    }

    private void FillRange<T>(T* values, T low, T high, int from, Span<ulong> words)
        where T : unmanaged, IBinaryInteger<T>
    {
        var width = high - low;
        for (var i = 0; i < words.Length; i++)
        {
            var count = Math.Min(64, MaxDoc - from - (i << 6));
            var at = values + from + ((long)i << 6);
            ulong bits = 0;
            var bit = 0;
            if (Vector.IsHardwareAccelerated)
            {
                var lows = new Vector<T>(low);
                var widths = new Vector<T>(width);
                for (; bit + Vector<T>.Count <= count; bit += Vector<T>.Count)
                {
                    // Unsigned distances from the low end: one comparison tells both ends.
                    var inside = Vector.LessThanOrEqual(Vector.Load(at + bit) - lows, widths);
                    bits |= (ulong)Bits(inside) << bit;
                }
            }

            for (; bit < count; bit++)
            {
                if (at[bit] - low <= width)
                {
                    bits |= 1UL << bit;
                }
            }

            words[i] |= _present is null ? bits : bits & _present[(from >> 6) + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits<T>(Vector<T> mask)
        where T : unmanaged
    {
        if (Vector<byte>.Count == 32)
        {
            return System.Runtime.Intrinsics.Vector256.ExtractMostSignificantBits(System.Runtime.Intrinsics.Vector256.AsVector256(mask));
        }

        return Vector<byte>.Count == 16
            ? System.Runtime.Intrinsics.Vector128.ExtractMostSignificantBits(System.Runtime.Intrinsics.Vector128.AsVector128(mask))
            : System.Runtime.Intrinsics.Vector512.ExtractMostSignificantBits(System.Runtime.Intrinsics.Vector512.AsVector512(mask));
    }
}
