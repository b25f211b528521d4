using System.Buffers.Binary;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Writes a column of numbers. See <see cref="NumericFormat"/>.</summary>
internal static class NumericWriter
{
    /// <param name="values">The value of each document; whatever for those that have none.</param>
    /// <param name="present">The documents that have a value; at least one.</param>
    public static void Write(SegmentWriter writer, int field, ReadOnlySpan<long> values, FixedBitSet present)
    {
        var min = long.MaxValue;
        var max = long.MinValue;
        for (var doc = 0; doc < values.Length; doc++)
        {
            if (present[doc])
            {
                min = Math.Min(min, values[doc]);
                max = Math.Max(max, values[doc]);
            }
        }

        var width = unchecked((ulong)max - (ulong)min) switch
        {
            0 => 0,
            <= byte.MaxValue => 1,
            <= ushort.MaxValue => 2,
            <= uint.MaxValue => 4,
            _ => 8,
        };
        var count = present.Cardinality();
        Span<byte> header = stackalloc byte[NumericFormat.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(header, min);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], max);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], count);
        header[20] = (byte)width;
        writer.Begin(SectionKind.Numeric, field);
        writer.Write(header);
        if (count < values.Length)
        {
            writer.Write<ulong>(present.Words);
        }

        if (width > 0)
        {
            WriteValues(writer, values, present, min, width);
        }

        writer.End();
    }

    private static void WriteValues(SegmentWriter writer, ReadOnlySpan<long> values, FixedBitSet present, long min, int width)
    {
        const int Batch = 4096;
        Span<byte> bytes = new byte[Batch * sizeof(long)];
        Span<byte> one = stackalloc byte[sizeof(long)];
        for (var first = 0; first < values.Length; first += Batch)
        {
            var count = Math.Min(Batch, values.Length - first);
            for (var i = 0; i < count; i++)
            {
                var distance = present[first + i] ? unchecked((ulong)values[first + i] - (ulong)min) : 0;
                BinaryPrimitives.WriteUInt64LittleEndian(one, distance);
                one[..width].CopyTo(bytes[(i * width)..]);
            }

            writer.Write(bytes[..(count * width)]);
        }
    }
}
