using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Writes a segment file section by section, at least one. See <see cref="SegmentFormat"/>.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private static readonly byte[] Zeros = new byte[SegmentFormat.Alignment];

    private readonly IndexOutput _output;
    private readonly List<SectionEntry> _entries = [];
    private readonly byte[] _header = new byte[SegmentFormat.HeaderBytes];
    private SectionKind _kind;
    private int _field;
    private long _begin;
    private uint _checksum;

    public SegmentWriter(IndexOutput output, ulong id)
    {
        _output = output;
        BinaryPrimitives.WriteUInt32LittleEndian(_header, SegmentFormat.HeaderMagic);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(4), SegmentFormat.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(_header.AsSpan(8), id);
    }

    /// <summary>Bytes of the current section so far.</summary>
    public long Position => _output.Position - _begin;

    /// <summary>Bytes of the file so far.</summary>
    public long FileLength => _output.Position;

    public void Begin(SectionKind kind, int field)
    {
        // Not in the constructor: whoever has a writer to dispose of can close a file that fails.
        if (_output.Position == 0)
        {
            _output.Write(_header);
        }

        Align();
        (_kind, _field, _begin, _checksum) = (kind, field, _output.Position, 0);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _checksum = Crc32C.Append(_checksum, bytes);
        _output.Write(bytes);
    }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Write(MemoryMarshal.AsBytes(values));

    /// <summary>Writes zeros up to a multiple of <paramref name="alignment"/> within the section.</summary>
    public void Pad(int alignment)
    {
        var over = (int)(Position % alignment);
        if (over != 0)
        {
            Write(Zeros.AsSpan(0, alignment - over));
        }
    }

    public void End() => _entries.Add(new SectionEntry(_kind, _field, _begin, Position, _checksum));

    /// <summary>Writes the table of contents and closes the file.</summary>
    public void Finish()
    {
        Align();
        var tail = new byte[(_entries.Count * SegmentFormat.EntryBytes) + SegmentFormat.TrailerBytes];
        Span<byte> at = tail;
        foreach (var entry in _entries)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, (int)entry.Kind);
            BinaryPrimitives.WriteInt32LittleEndian(at[4..], entry.Field);
            BinaryPrimitives.WriteInt64LittleEndian(at[8..], entry.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(at[16..], entry.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(at[24..], entry.Checksum);
            at = at[SegmentFormat.EntryBytes..];
        }

        BinaryPrimitives.WriteInt64LittleEndian(at, _output.Position);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], _entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(at[12..], SegmentFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(at[16..], _output.Position + tail.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(at[24..], Crc32C.Append(Crc32C.Append(0, _header), tail.AsSpan(0, tail.Length - 8)));
        BinaryPrimitives.WriteUInt32LittleEndian(at[28..], SegmentFormat.TrailerMagic);
        _output.Write(tail);
        _output.Dispose();
    }

    public void Dispose() => _output.Dispose();

    private void Align()
    {
        var over = (int)(_output.Position % SegmentFormat.Alignment);
        if (over != 0)
        {
            _output.Write(Zeros.AsSpan(0, SegmentFormat.Alignment - over));
        }
    }
}
