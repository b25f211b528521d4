using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Writes blocks of bodies into a segment. See <see cref="BodyFormat"/>.</summary>
internal sealed class BodyWriter
{
    private readonly SegmentWriter _writer;
    private readonly BodyCompressor _compressor = new();
    private readonly List<ulong> _offsets = [];
    private readonly List<uint> _firstDocs = [];
    private int _docs;

    public BodyWriter(SegmentWriter writer)
    {
        _writer = writer;
        writer.Begin(SectionKind.Body, 0);
    }

    /// <summary>Adds the record of the next document.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        _compressor.Add(record);
        if (_compressor.IsFull)
        {
            CloseBlock();
        }
    }

    /// <summary>Adds a block made elsewhere, of the next documents.</summary>
    public void AddBlock(ReadOnlySpan<byte> block, int docs)
    {
        CloseBlock();
        Place(docs);
        _writer.Write(block);
    }

    public void Finish()
    {
        CloseBlock();
        Place(0);
        _writer.Pad(sizeof(ulong));
        var at = _writer.Position;
        _writer.Write<ulong>(CollectionsMarshal.AsSpan(_offsets));
        _writer.Write<uint>(CollectionsMarshal.AsSpan(_firstDocs));
        Span<byte> footer = stackalloc byte[BodyFormat.FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(footer, at);
        BinaryPrimitives.WriteInt64LittleEndian(footer[8..], _offsets.Count - 1);
        _writer.Write(footer);
        _writer.End();
    }

    private void CloseBlock()
    {
        if (_compressor.Docs > 0)
        {
            Place(_compressor.Docs);
            _writer.Write(_compressor.TakeBlock());
        }
    }

    private void Place(int docs)
    {
        _offsets.Add((ulong)_writer.Position);
        _firstDocs.Add((uint)_docs);
        _docs += docs;
    }
}
