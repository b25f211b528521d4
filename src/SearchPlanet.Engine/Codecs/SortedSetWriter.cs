using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SearchPlanet.Engine.Codecs;

/// <summary>
/// Writes a column of sets of strings: first all values, rising, then each document's ordinals, rising, document by document.
/// See <see cref="SortedSetFormat"/>.
/// </summary>
internal sealed class SortedSetWriter(int maxDoc)
{
    private readonly ByteBuffer _values = new();
    private readonly List<uint> _starts = [];
    private readonly List<uint> _ordinals = [];
    private readonly uint[] _offsets = new uint[maxDoc + 1];
    private int _next;
    private bool _isSingle = true;

    /// <summary>Adds a value above the one before; its ordinal is the number of values before.</summary>
    public void AddValue(ReadOnlySpan<byte> value)
    {
        _starts.Add((uint)_values.Length);
        _values.Write(value);
    }

    /// <summary>Adds the ordinals of a document, rising and distinct. Documents come in order; those without values may be left out.</summary>
    public void AddDocument(int doc, ReadOnlySpan<int> ordinals)
    {
        while (_next <= doc)
        {
            _offsets[_next++] = (uint)_ordinals.Count;
        }

        foreach (var ordinal in ordinals)
        {
            _ordinals.Add((uint)ordinal + 1);
        }

        _isSingle &= ordinals.Length <= 1;
    }

    public void Finish(SegmentWriter writer, int field)
    {
        while (_next < _offsets.Length)
        {
            _offsets[_next++] = (uint)_ordinals.Count;
        }

        var values = _starts.Count;
        _starts.Add((uint)_values.Length);
        var width = SortedSetFormat.WidthFor(values);
        var offsetsAt = Align(SortedSetFormat.HeaderBytes + (4L * (values + 1)) + _values.Length);
        var ordinalsAt = offsetsAt + (_isSingle ? 0 : Align(4L * _offsets.Length));
        Span<byte> header = stackalloc byte[SortedSetFormat.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header, values);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], _isSingle ? maxDoc : _ordinals.Count);
        header[8] = (byte)width;
        header[9] = _isSingle ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], offsetsAt);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], ordinalsAt);
        writer.Begin(SectionKind.SortedSet, field);
        writer.Write(header);
        writer.Write<uint>(CollectionsMarshal.AsSpan(_starts));
        writer.Write(_values.Written);
        writer.Pad(8);
        if (_isSingle)
        {
            WriteSingle(writer, width);
        }
        else
        {
            writer.Write<uint>(_offsets);
            writer.Pad(8);
            WriteOrdinals(writer, CollectionsMarshal.AsSpan(_ordinals), width);
        }

        writer.End();
    }

    private static long Align(long offset) => (offset + 7) & ~7L;

    private static void WriteOrdinals(SegmentWriter writer, ReadOnlySpan<uint> ordinals, int width)
    {
        const int Batch = 4096;
        if (width == 4)
        {
            writer.Write(ordinals);
            return;
        }

        Span<byte> bytes = stackalloc byte[Batch * 2];
        while (!ordinals.IsEmpty)
        {
            var batch = ordinals[..Math.Min(Batch, ordinals.Length)];
            for (var i = 0; i < batch.Length; i++)
            {
                if (width == 1)
                {
                    bytes[i] = (byte)batch[i];
                }
                else
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * i)..], (ushort)batch[i]);
                }
            }

            writer.Write(bytes[..(batch.Length * width)]);
            ordinals = ordinals[batch.Length..];
        }
    }

    private void WriteSingle(SegmentWriter writer, int width)
    {
        var column = new uint[maxDoc];
        for (var doc = 0; doc < maxDoc; doc++)
        {
            if (_offsets[doc] < _offsets[doc + 1])
            {
                column[doc] = _ordinals[(int)_offsets[doc]];
            }
        }

        WriteOrdinals(writer, column, width);
    }
}
