using System.Numerics;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// Positions of single documents of one term, for phrases: the documents are known from elsewhere, so that no more of the list is unpacked
/// than it takes to find them. A block that is a bit set is not unpacked at all: a document's place in it is a population count.
/// </summary>
internal sealed unsafe class PositionsLookup
{
    private readonly PostingsBlocks _blocks;
    private readonly PositionsReader? _positions;
    private readonly int[] _docs = new int[PostingsFormat.BlockSize];
    private readonly int[] _freqs = new int[PostingsFormat.BlockSize];
    private byte* _freqBlock;
    private bool _isBitSet;
    private bool _hasFreqs;
    private int _block = -1;
    private int _count;
    private int _index;

    // Occurrences in the documents of the block before _beforeIndex.
    private long _before;
    private int _beforeIndex;

    internal PositionsLookup(FieldPostings field, in TermState state)
    {
        _blocks = new PostingsBlocks(field, state);
        _positions = field.Options >= IndexOptions.DocsFreqsPositions ? new PositionsReader(_blocks, field, state) : null;
    }

    /// <summary>Occurrences in the current document.</summary>
    internal int Freq
    {
        get
        {
            if (!_blocks.HasFreqs)
            {
                return 1;
            }

            if (!_hasFreqs)
            {
                _blocks.DecodeFreqs(_freqBlock, _freqs);
                _hasFreqs = true;
            }

            return _freqs[_index];
        }
    }

    /// <summary>Moves to a document if the list has it.</summary>
    /// <param name="doc">Not below that of the call before.</param>
    internal bool TryMoveTo(int doc)
    {
        var block = _blocks.HasDirectory ? _blocks.Gallop(Math.Max(_block, 0), doc) : 0;
        if (block == _blocks.Count)
        {
            return false;
        }

        if (block != _block)
        {
            MoveToBlock(block);
        }

        if (_isBitSet)
        {
            var rank = _blocks.RankInBitSet(block, doc);
            _index = Math.Max(rank, 0);
            return rank >= 0;
        }

        _index = PostingsBlocks.FirstNotBelow(_docs, _index, _count, doc);
        return _docs[_index] == doc;
    }

    /// <summary>Positions in the current document, rising; valid until the next call. Empty when the field keeps none.</summary>
    internal ReadOnlySpan<int> Positions()
    {
        if (_positions is null)
        {
            return default;
        }

        var freq = Freq;
        _before += Sum(_freqs.AsSpan(_beforeIndex, _index - _beforeIndex));
        _beforeIndex = _index;
        return _positions.Read(_block, _before, freq);
    }

    private void MoveToBlock(int block)
    {
        _block = block;
        _index = _beforeIndex = 0;
        _before = 0;
        _hasFreqs = false;
        _isBitSet = false;
        if (block == _blocks.FullCount)
        {
            _count = _blocks.DecodeTail(_docs, _freqs);
            _hasFreqs = true;
            return;
        }

        _count = PostingsFormat.BlockSize;
        _isBitSet = _blocks.IsBitSet(block);
        _freqBlock = _isBitSet ? _blocks.FreqsOfBitSet(block) : _blocks.DecodeDocs(block, _docs);
    }

    private static long Sum(ReadOnlySpan<int> values)
    {
        var sums = Vector<int>.Zero;
        while (values.Length >= Vector<int>.Count)
        {
            sums += new Vector<int>(values);
            values = values[Vector<int>.Count..];
        }

        var rest = 0;
        foreach (var value in values)
        {
            rest += value;
        }

        return (uint)(Vector.Sum(sums) + rest);
    }
}
