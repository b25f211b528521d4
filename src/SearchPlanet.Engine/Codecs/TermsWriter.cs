using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Writes a field's dictionary. See <see cref="TermsFormat"/>.</summary>
internal sealed class TermsWriter(IndexOptions options, SpillBuffer blocks)
{
    private readonly bool _hasFreqs = options >= IndexOptions.DocsAndFreqs;
    private readonly bool _hasPositions = options >= IndexOptions.DocsFreqsPositions;
    private readonly List<long> _offsets = [];
    private readonly List<ulong> _keys = [];
    private readonly ByteBuffer _head = new(32);
    private readonly ByteBuffer _suffixes = new();
    private readonly ByteBuffer _metas = new();
    private readonly byte[] _last = new byte[TermsFormat.MaxTermBytes];
    private int _lastLength;
    private int _inBlock;
    private long _docsEnd;
    private long _positionsEnd;
    private long _docsBase;
    private long _positionsBase;
    private long _sumDocFreq;
    private long _sumTotalTermFreq;

    public int Count { get; private set; }

    /// <summary>Adds a term above the one before; the postings of those that are not inline follow each other.</summary>
    public void Add(ReadOnlySpan<byte> term, in TermPostings postings, ReadOnlySpan<byte> inlineDocs, ReadOnlySpan<byte> inlinePositions)
    {
        var shared = 0;
        if (_inBlock == 0)
        {
            _offsets.Add(TermsFormat.HeaderBytes + blocks.Length);
            _keys.Add(TermsFormat.KeyOf(term));
            (_docsBase, _positionsBase) = (_docsEnd, _positionsEnd);
        }
        else
        {
            shared = term.CommonPrefixLength(_last.AsSpan(0, _lastLength));
        }

        _suffixes.WriteVarInt((uint)shared);
        _suffixes.WriteVarInt((uint)(term.Length - shared));
        _suffixes.Write(term[shared..]);
        term.CopyTo(_last);
        _lastLength = term.Length;

        _metas.WriteVarInt(((ulong)(uint)postings.DocFreq << 1) | (postings.IsInline ? 1u : 0u));
        if (_hasFreqs)
        {
            _metas.WriteVarInt((ulong)(postings.TotalTermFreq - postings.DocFreq));
        }

        _metas.WriteVarInt((uint)postings.DocsLength);
        if (_hasPositions)
        {
            _metas.WriteVarInt((ulong)postings.PositionsLength);
        }

        if (postings.IsInline)
        {
            _metas.Write(inlineDocs);
            _metas.Write(inlinePositions);
        }
        else
        {
            _docsEnd += postings.DocsLength;
            _positionsEnd += postings.PositionsLength;
        }

        _sumDocFreq += postings.DocFreq;
        _sumTotalTermFreq += postings.TotalTermFreq;
        Count = checked(Count + 1);
        if (++_inBlock == TermsFormat.BlockTerms)
        {
            WriteBlock();
        }
    }

    /// <summary>Writes the section.</summary>
    /// <param name="docCount">Documents with at least one term.</param>
    public void Finish(SegmentWriter writer, int field, int docCount)
    {
        if (_inBlock > 0)
        {
            WriteBlock();
        }

        var end = TermsFormat.HeaderBytes + blocks.Length;
        _offsets.Add(end);
        Span<byte> header = stackalloc byte[TermsFormat.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header, Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], docCount);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], _sumDocFreq);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], _sumTotalTermFreq);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], _keys.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], (int)options);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], (end + 7) & ~7);
        writer.Begin(SectionKind.Terms, field);
        writer.Write(header);
        blocks.CopyTo(writer);
        writer.Pad(8);
        writer.Write<long>(CollectionsMarshal.AsSpan(_offsets));
        writer.Write<ulong>(CollectionsMarshal.AsSpan(_keys));
        writer.End();
    }

    private void WriteBlock()
    {
        _head.Clear();
        _head.WriteVarInt((ulong)_docsBase);
        _head.WriteVarInt((ulong)_positionsBase);
        _head.WriteVarInt((uint)_suffixes.Length);
        blocks.Write(_head.Written);
        blocks.Write(_suffixes.Written);
        blocks.Write(_metas.Written);
        _suffixes.Clear();
        _metas.Clear();
        _inBlock = 0;
    }
}
