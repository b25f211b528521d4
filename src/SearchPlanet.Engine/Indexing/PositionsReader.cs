using System.Numerics;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// The positions of one term in one segment, by where their document stands in the list: <see cref="Read"/> for those of a document, or
/// <see cref="NextGaps"/> for all in their order. The two are not to be mixed.
/// </summary>
/// <remarks>Bounds: the term's bytes are checked to lie in their section; nothing is read behind their end.</remarks>
internal sealed unsafe class PositionsReader
{
    private const int BlockSize = PostingsFormat.BlockSize;

    // Unpacking a row of four where it is needed costs about three times what it costs in a whole block.
    private const int WholeBlockFrom = 40;

    private readonly uint[] _gaps = new uint[BlockSize];
    private int[] _positions = new int[16];
    private PostingsBlocks _blocks;
    private byte* _begin;
    private byte* _end;
    private long _totalTermFreq;

    // A block of positions, of the chain that begins where a block of documents says.
    private long _chain;
    private byte* _block;
    private byte* _next;
    private long _number;
    private int _count;
    private bool _isLast;
    private bool _isDecoded;

    // Numbers of the block that were asked for, rows of four whole; and whether of the block before so many were that this one is expected to be worth it too.
    private int _wanted;
    private bool _isWantedWhole;
    private int _copied;

    internal PositionsReader(PostingsBlocks blocks, FieldPostings field, in TermState state)
    {
        _blocks = blocks;
        Reset(blocks, field, state);
    }

    internal void Reset(PostingsBlocks blocks, FieldPostings field, in TermState state)
    {
        _blocks = blocks;
        _begin = (state.IsInline ? field.Terms : field.Positions).At(state.PositionsOffset, state.PositionsLength);
        _end = _begin + state.PositionsLength;
        _totalTermFreq = state.TotalTermFreq;
        _next = null;
        _copied = _count = 0;
    }

    /// <summary>Bit <c>p mod 64</c> for each position p that was read last: two places without a common bit have no common position.</summary>
    internal ulong Residues { get; private set; }

    /// <summary>Positions of a document, rising; valid until the next call.</summary>
    /// <param name="block">The block of documents it is in.</param>
    /// <param name="before">Occurrences in the documents of the block before it.</param>
    /// <param name="freq">Occurrences in it.</param>
    internal ReadOnlySpan<int> Read(int block, long before, int freq)
    {
        if (freq <= 0 || freq > (_end - _begin) * BlockSize)
        {
            throw _blocks.Corrupt(_begin, "More positions than there can be");
        }

        if (_positions.Length < freq)
        {
            _positions = new int[BitOperations.RoundUpToPowerOf2((uint)freq)];
        }

        (var offset, var start) = _blocks.Positions(block);
        Fill(offset, start + before, _positions.AsSpan(0, freq));
        return _positions.AsSpan(0, freq);
    }

    /// <summary>Gaps of positions, at most so many.</summary>
    internal ReadOnlySpan<uint> NextGaps(int atMost)
    {
        if (_copied == _count || _next is null)
        {
            if (_next is null)
            {
                Begin(0);
            }

            MoveNext();
            DecodeWhole();
            _copied = 0;
        }

        var count = Math.Min(atMost, _count - _copied);
        if (count <= 0)
        {
            throw _blocks.Corrupt(_next, "Positions end too soon");
        }

        _copied += count;
        return _gaps.AsSpan(_copied - count, count);
    }

    internal void SkipGaps(int count)
    {
        while (count > 0)
        {
            count -= NextGaps(count).Length;
        }
    }

    /// <summary>Reads numbers from, in the chain of blocks that begins at an offset, the given one on.</summary>
    private void Fill(uint offset, long from, Span<int> positions)
    {
        if (_chain != offset || _next is null || from >> 7 < _number)
        {
            Begin(offset);
        }

        var wanted = from >> 7;
        var at = (int)(from & (BlockSize - 1));
        var position = 0;
        ulong residues = 0;
        var done = 0;
        while (true)
        {
            while (_number < wanted)
            {
                MoveNext();
            }

            var count = Math.Min(positions.Length - done, BlockSize - at);
            if (at + count > _count)
            {
                throw _blocks.Corrupt(_next, "Positions end too soon");
            }

            Decode(at, count);
            ReadOnlySpan<uint> gaps = _gaps.AsSpan(at, count);
            for (var i = 0; i < gaps.Length; i++)
            {
                position += (int)gaps[i];
                positions[done + i] = position;
                residues |= 1UL << position;
            }

            done += count;
            if (done == positions.Length)
            {
                Residues = residues;
                return;
            }

            wanted++;
            at = 0;
        }
    }

    private void Begin(uint offset)
    {
        if (offset > _end - _begin)
        {
            throw _blocks.Corrupt(_begin, "Positions are out of place");
        }

        _chain = offset;
        _next = _begin + offset;
        _number = -1;
        _isLast = false;
    }

    /// <summary>Goes to the next block, without decoding it.</summary>
    private void MoveNext()
    {
        var at = _next;
        if (_isLast)
        {
            throw _blocks.Corrupt(at, "Positions end too soon");
        }

        _block = at;
        _number++;
        _isDecoded = false;
        _isWantedWhole = _wanted >= WholeBlockFrom;
        _wanted = 0;
        if (_blocks.HasDirectory ? at - _begin == _blocks.PositionsTail : _number >= _totalTermFreq / BlockSize)
        {
            _isLast = true;
            _count = (int)(_totalTermFreq % BlockSize);
            return;
        }

        var length = at < _end ? PackedBlock.Length(*at) : -1;
        if (length < 0 || length > _end - at)
        {
            throw Malformed(at);
        }

        _count = BlockSize;
        _next = at + length;
    }

    /// <summary>Sees to it that so many numbers of the block stand in their places.</summary>
    private void Decode(int from, int count)
    {
        _wanted += (count + 3) & ~3;
        if (_isDecoded)
        {
            return;
        }

        if (_isLast || _isWantedWhole || _wanted >= WholeBlockFrom)
        {
            DecodeWhole();
            return;
        }

        fixed (uint* gaps = _gaps)
        {
            if (!PackedBlock.TryDecode(_block, from, count, gaps))
            {
                throw Malformed(_block);
            }
        }
    }

    private void DecodeWhole()
    {
        fixed (uint* gaps = _gaps)
        {
            if (_isLast ? !TryReadLast() : PackedBlock.Decode(_block, _end, gaps) < 0)
            {
                throw Malformed(_block);
            }
        }

        _isDecoded = true;
    }

    private bool TryReadLast()
    {
        var at = _block;
        for (var i = 0; i < _count; i++)
        {
            if (!VarInt.TryRead(ref at, _end, out _gaps[i]))
            {
                return false;
            }
        }

        return true;
    }

    private CorruptIndexException Malformed(byte* at)
    {
        _next = null;
        return _blocks.Corrupt(at, "Malformed block of positions");
    }
}
