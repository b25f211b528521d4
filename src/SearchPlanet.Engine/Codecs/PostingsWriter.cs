using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Codecs;

/// <summary>
/// Encodes the postings of one field, term by term: <see cref="AddDoc"/> for each document with as many
/// <see cref="AddPosition"/> after it, then <see cref="FinishTerm"/>. See <see cref="PostingsFormat"/>.
/// </summary>
internal sealed class PostingsWriter
{
    // A term's positions beyond this go to the stream before the term is finished, so that no term needs more memory.
    private const int MaxPendingPositionBytes = 1 << 20;

    private readonly SpillBuffer _docsStream;
    private readonly SpillBuffer _positionsStream;
    private readonly bool _hasFreqs;
    private readonly bool _hasPositions;
    private readonly ReadOnlyMemory<byte> _norms;
    private readonly ImpactsBuilder _impacts = new();

    private readonly int[] _docs = new int[PostingsFormat.BlockSize];
    private readonly uint[] _freqs = new uint[PostingsFormat.BlockSize];
    private readonly uint[] _scratch = new uint[PostingsFormat.BlockSize];
    private readonly uint[] _positions = new uint[PostingsFormat.BlockSize];
    private int _docCount;
    private int _positionCount;
    private int _lastPosition;
    private int _lastDocOfBlocks = -1;

    private readonly ByteBuffer _blocks = new(1 << 16);
    private readonly ByteBuffer _positionBytes = new(1 << 16);
    private readonly ByteBuffer _directory = new();
    private readonly List<DirectoryEntry> _entries = [];
    private long _positionBytesWritten;
    private long _positionsOffsetOfBlock;
    private int _positionsStartOfBlock;
    private int _docFreq;
    private long _totalTermFreq;

    /// <param name="options">At least <see cref="IndexOptions.Docs"/>.</param>
    /// <param name="norms">The norms of all documents; empty when the field has none.</param>
    /// <param name="docsStream">Receives what goes to the section Postings.</param>
    /// <param name="positionsStream">Receives what goes to the section Positions.</param>
    public PostingsWriter(IndexOptions options, ReadOnlyMemory<byte> norms, SpillBuffer docsStream, SpillBuffer positionsStream)
    {
        _hasFreqs = options >= IndexOptions.DocsAndFreqs;
        _hasPositions = options >= IndexOptions.DocsFreqsPositions;
        _norms = norms;
        _docsStream = docsStream;
        _positionsStream = positionsStream;
    }

    /// <summary>Documents of the current term so far.</summary>
    public int DocFreq => _docFreq;

    /// <summary>Adds a document to the current term.</summary>
    /// <param name="doc">Above the one before.</param>
    /// <param name="freq">At least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddDoc(int doc, int freq)
    {
        if (_docCount == PostingsFormat.BlockSize)
        {
            WriteBlock();
        }

        _docs[_docCount] = doc;
        _freqs[_docCount++] = (uint)freq;
        _docFreq++;
        _totalTermFreq += freq;
        _lastPosition = 0;
    }

    /// <summary>Adds documents, at most as many as the current block takes: their positions are to be added before the next.</summary>
    /// <param name="docBase">Added to each of <paramref name="docs"/>.</param>
    /// <param name="totalFreq">Occurrences in the documents taken.</param>
    /// <returns>How many were taken, at least one of them.</returns>
    public int AddDocs(ReadOnlySpan<int> docs, int docBase, ReadOnlySpan<int> freqs, out long totalFreq)
    {
        if (_docCount == PostingsFormat.BlockSize)
        {
            WriteBlock();
        }

        var count = Math.Min(docs.Length, PostingsFormat.BlockSize - _docCount);
        totalFreq = 0;
        for (var i = 0; i < count; i++)
        {
            _docs[_docCount + i] = docBase + docs[i];
            _freqs[_docCount + i] = (uint)freqs[i];
            totalFreq += freqs[i];
        }

        _docCount += count;
        _docFreq += count;
        _totalTermFreq += totalFreq;
        return count;
    }

    /// <summary>Adds a position of the document added last.</summary>
    /// <param name="position">Not below the one before.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddPosition(int position)
    {
        _positions[_positionCount++] = (uint)(position - _lastPosition);
        _lastPosition = position;
        if (_positionCount == PostingsFormat.BlockSize)
        {
            WritePositionBlock();
        }
    }

    /// <summary>Adds positions of the document added last as gaps, the first of a document's from 0.</summary>
    public void AddPositionGaps(ReadOnlySpan<uint> gaps)
    {
        while (!gaps.IsEmpty)
        {
            var count = Math.Min(gaps.Length, PostingsFormat.BlockSize - _positionCount);
            gaps[..count].CopyTo(_positions.AsSpan(_positionCount));
            _positionCount += count;
            if (_positionCount == PostingsFormat.BlockSize)
            {
                WritePositionBlock();
            }

            gaps = gaps[count..];
        }
    }

    /// <summary>Ends the term; the next document begins another.</summary>
    /// <param name="inlineLimit">Postings of at most so many bytes are not written but given back.</param>
    public TermPostings FinishTerm(int inlineLimit)
    {
        // A full last block is only written now, so that what follows a full block is always another document.
        if (_docCount == PostingsFormat.BlockSize)
        {
            WriteBlock();
        }

        if (_docCount > 0)
        {
            WriteTail();
        }

        var positionsTail = _positionBytesWritten + _positionBytes.Length;
        for (var i = 0; i < _positionCount; i++)
        {
            _positionBytes.WriteVarInt(_positions[i]);
        }

        var hasDirectory = _docFreq >= PostingsFormat.BlockSize;
        if (hasDirectory)
        {
            WriteDirectory(positionsTail);
        }

        var docsLength = checked(_blocks.Length + (hasDirectory ? _directory.Length : 0));
        var positionsLength = _positionBytesWritten + _positionBytes.Length;
        // A block of neighbours takes so few bytes that a directory would fit too; inline postings have none.
        var isInline = !hasDirectory && docsLength + positionsLength <= inlineLimit;
        var term = new TermPostings(_docFreq, _totalTermFreq, docsLength, positionsLength, isInline);
        if (!term.IsInline)
        {
            if (hasDirectory)
            {
                _docsStream.Write(_directory.Written);
            }

            _docsStream.Write(_blocks.Written);
            _positionsStream.Write(_positionBytes.Written);
        }

        return term;
    }

    /// <summary>The documents of a term that is inline; valid until <see cref="StartTerm"/>.</summary>
    public ReadOnlySpan<byte> InlineDocs => _blocks.Written;

    /// <summary>The positions of a term that is inline; valid until <see cref="StartTerm"/>.</summary>
    public ReadOnlySpan<byte> InlinePositions => _positionBytes.Written;

    public void StartTerm()
    {
        _blocks.Clear();
        _positionBytes.Clear();
        _directory.Clear();
        _entries.Clear();
        _docCount = _positionCount = _lastPosition = _docFreq = _positionsStartOfBlock = 0;
        _totalTermFreq = _positionBytesWritten = _positionsOffsetOfBlock = 0;
        _lastDocOfBlocks = -1;
    }

    private void WriteBlock()
    {
        AddEntry(_docs[^1]);
        WriteDocs();
        if (_hasFreqs)
        {
            for (var i = 0; i < _freqs.Length; i++)
            {
                _scratch[i] = _freqs[i] - 1;
            }

            _blocks.Advance(PackedBlock.Encode(_scratch, _blocks.Reserve(PackedBlock.MaxBytes)));
        }

        BeginBlock(_docs[^1]);
    }

    private void WriteDocs()
    {
        var last = _lastDocOfBlocks;
        for (var i = 0; i < _docs.Length; i++)
        {
            _scratch[i] = (uint)(_docs[i] - last - 1);
            last = _docs[i];
        }

        var to = _blocks.Reserve(PackedBlock.MaxBytes);
        var length = PackedBlock.Encode(_scratch, to);
        var words = (last - _lastDocOfBlocks + 63) / 64;
        if (1 + (words * sizeof(ulong)) < length)
        {
            Span<ulong> bits = stackalloc ulong[PostingsFormat.MaxBitSetWords];
            bits.Clear();
            foreach (var doc in _docs)
            {
                var bit = doc - _lastDocOfBlocks - 1;
                bits[bit >> 6] |= 1UL << (bit & 63);
            }

            to[0] = PostingsFormat.BitSetMarker;
            MemoryMarshal.AsBytes(bits[..words]).CopyTo(to[1..]);
            length = 1 + (words * sizeof(ulong));
        }

        _blocks.Advance(length);
    }

    private void WriteTail()
    {
        if (_docFreq >= PostingsFormat.BlockSize)
        {
            AddEntry(_docs[_docCount - 1]);
        }

        var last = _lastDocOfBlocks;
        for (var i = 0; i < _docCount; i++)
        {
            var gap = (uint)(_docs[i] - last - 1);
            last = _docs[i];
            if (!_hasFreqs)
            {
                _blocks.WriteVarInt(gap);
            }
            else if (_freqs[i] == 1)
            {
                _blocks.WriteVarInt(((ulong)gap << 1) | 1);
            }
            else
            {
                _blocks.WriteVarInt((ulong)gap << 1);
                _blocks.WriteVarInt(_freqs[i] - 2);
            }
        }
    }

    private void AddEntry(int lastDoc) => _entries.Add(new DirectoryEntry(
        _impacts.Build(_freqs, _docs.AsSpan(0, _docCount), _norms.Span).Bits, (uint)lastDoc, (uint)_blocks.Length, checked((uint)_positionsOffsetOfBlock), (byte)_positionsStartOfBlock));

    private void BeginBlock(int lastDoc)
    {
        _lastDocOfBlocks = lastDoc;
        _docCount = 0;
        _positionsOffsetOfBlock = _positionBytesWritten + _positionBytes.Length;
        _positionsStartOfBlock = _positionCount;
    }

    private void WritePositionBlock()
    {
        _positionBytes.Advance(PackedBlock.Encode(_positions, _positionBytes.Reserve(PackedBlock.MaxBytes)));
        _positionCount = 0;
        if (_positionBytes.Length > MaxPendingPositionBytes)
        {
            _positionsStream.Write(_positionBytes.Written);
            _positionBytesWritten += _positionBytes.Length;
            _positionBytes.Clear();
        }
    }

    private void WriteDirectory(long positionsTail)
    {
        var count = _entries.Count;
        var bytes = checked((int)PostingsFormat.DirectoryBytes(count, _hasPositions));
        var to = _directory.Reserve(bytes);
        for (var i = 0; i < count; i++)
        {
            var entry = _entries[i];
            BinaryPrimitives.WriteUInt64LittleEndian(to[(i * 8)..], entry.Impacts);
            BinaryPrimitives.WriteUInt32LittleEndian(to[((count * 8) + (i * 4))..], entry.LastDoc);
            BinaryPrimitives.WriteUInt32LittleEndian(to[((count * 12) + (i * 4))..], checked(entry.DocsOffset + (uint)bytes));
            if (_hasPositions)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(to[((count * 16) + (i * 4))..], entry.PositionsOffset);
                to[(count * 20) + i] = entry.PositionsStart;
            }
        }

        if (_hasPositions)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[(count * 21)..], checked((uint)positionsTail));
        }

        _directory.Advance(bytes);
    }

    private readonly record struct DirectoryEntry(ulong Impacts, uint LastDoc, uint DocsOffset, uint PositionsOffset, byte PositionsStart);
}
