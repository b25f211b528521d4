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

    // Occurrences in the documents of the block before each of them, and in all: differences are frequencies.
    private readonly int[] _before = new int[PostingsFormat.BlockSize + 1];
    private byte* _freqBlock;
    private bool _isBitSet;
    private bool _hasFreqs;
    private int _block = -1;
    private int _count;
    private int _index;

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
                _blocks.DecodeFreqSums(_freqBlock, _before.AsSpan(1));
                _hasFreqs = true;
            }

            return _before[_index + 1] - _before[_index];
        }
    }

    /// <summary>Of what <see cref="Positions"/> gave: see <see cref="PositionsReader.Residues"/>.</summary>
    internal ulong Residues => _positions is null ? 0 : _positions.Residues;

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
        return _positions.Read(_block, (uint)_before[_index], freq);
    }

    private void MoveToBlock(int block)
    {
        _block = block;
        _index = 0;
        _hasFreqs = false;
        _isBitSet = false;
        if (block == _blocks.FullCount)
        {
            var freqs = _before.AsSpan(1);
            _count = _blocks.DecodeTail(_docs, freqs);
            for (var i = 1; i < _count; i++)
            {
                freqs[i] += freqs[i - 1];
            }

            _hasFreqs = true;
            return;
        }

        _count = PostingsFormat.BlockSize;
        _isBitSet = _blocks.IsBitSet(block);
        _freqBlock = _isBitSet ? _blocks.FreqsOfBitSet(block) : _blocks.DecodeDocs(block, _docs);
    }
}
