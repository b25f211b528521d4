using System.Buffers.Binary;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Writes the records of all documents, in order, into a segment. See <see cref="SummaryFormat"/>.</summary>
internal sealed class SummaryWriter
{
    private readonly SegmentWriter _writer;
    private readonly ulong[] _bases;
    private readonly uint[] _offsets;
    private int _next;

    public SummaryWriter(SegmentWriter writer, int maxDoc)
    {
        _writer = writer;
        _bases = new ulong[SummaryFormat.Groups(maxDoc)];
        _offsets = new uint[maxDoc + 1];
        writer.Begin(SectionKind.Summary, 0);
    }

    public void Add(ReadOnlySpan<byte> record)
    {
        var group = _next >> SummaryFormat.GroupShift;
        if (_next % (1 << SummaryFormat.GroupShift) == 0)
        {
            _bases[group] = (ulong)_writer.Position;
        }

        _offsets[_next++] = checked((uint)((ulong)_writer.Position - _bases[group]));
        _writer.Write(record);
    }

    public void Finish()
    {
        _offsets[_next] = checked((uint)((ulong)_writer.Position - _bases[^1]));
        _writer.Pad(sizeof(ulong));
        var at = _writer.Position;
        _writer.Write<ulong>(_bases);
        _writer.Write<uint>(_offsets);
        Span<byte> footer = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(footer, at);
        _writer.Write(footer);
        _writer.End();
    }
}
