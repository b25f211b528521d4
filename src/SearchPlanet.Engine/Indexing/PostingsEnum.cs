using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// The documents of one term in one segment, document by document or a block of up to <see cref="BlockSize"/> at a time. For one thread.
/// Deleted documents are included: check <see cref="SegmentReader.LiveDocs"/>.
/// </summary>
/// <remarks>
/// <para>Document by document: <see cref="NextDoc"/>, <see cref="Advance"/>, then <see cref="Freq"/> and <see cref="Positions"/>.
/// By block: <see cref="NextBlock"/>, then <see cref="Docs"/> and <see cref="Freqs"/>. The two ways may be mixed: moving by block puts
/// <see cref="DocId"/> on the block's first document.</para>
/// </remarks>
public sealed unsafe class PostingsEnum
{
    /// <summary>What <see cref="DocId"/> is behind the last document.</summary>
    public const int NoMoreDocs = int.MaxValue;

    /// <summary>Documents in each block but the last.</summary>
    public const int BlockSize = PostingsFormat.BlockSize;

    private readonly int[] _docs = new int[BlockSize];
    private readonly PostingsBlocks _blocks;
    private int[]? _freqs;
    private byte[]? _cappedFreqs;
    private FieldPostings _field;
    private TermState _state;
    private ImpactsBuilder? _impactsBuilder;
    private PositionsReader? _positions;
    private bool _hasPositions;
    private bool _positionsReady;

    private int _shallow;
    private int _count;
    private int _index;
    private int _lastInBlock;
    private byte* _freqBlock;
    private bool _freqsReady;
    private bool _cappedFreqsReady;
    private long _positionsBefore;
    private int _positionsBeforeIndex;

    internal PostingsEnum(FieldPostings field, in TermState state)
    {
        _field = field;
        _blocks = new PostingsBlocks(field, state);
        Start(field, state);
    }

    /// <summary>Documents in the list.</summary>
    public int DocFreq => _blocks.DocFreq;

    public long TotalTermFreq { get; private set; }

    /// <summary>-1 before the first move, <see cref="NoMoreDocs"/> behind the last document.</summary>
    public int DocId { get; private set; }

    /// <summary>Blocks in the list.</summary>
    public int BlockCount => _blocks.Count;

    /// <summary>The decoded block; -1 before the first, <see cref="BlockCount"/> behind the last.</summary>
    public int Block { get; private set; }

    /// <summary>Occurrences in the current document; 1 when the field keeps no frequencies. Decodes the block's frequencies when first asked for.</summary>
    public int Freq
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (!_freqsReady)
            {
                DecodeFreqs();
            }

            return _freqs![_index];
        }
    }

    /// <summary>The documents of the decoded block, rising.</summary>
    public ReadOnlySpan<int> Docs => _docs.AsSpan(0, _count);

    /// <summary>The frequencies beside <see cref="Docs"/>; ones when the field keeps none. Decoded when first asked for.</summary>
    public ReadOnlySpan<int> Freqs
    {
        get
        {
            if (!_freqsReady)
            {
                DecodeFreqs();
            }

            return _freqs.AsSpan(0, _count);
        }
    }

    /// <summary>As <see cref="Freqs"/>, in a byte each: 255 for what is greater.</summary>
    internal ReadOnlySpan<byte> CappedFreqs
    {
        get
        {
            if (!_cappedFreqsReady)
            {
                DecodeCappedFreqs();
            }

            return _cappedFreqs.AsSpan(0, _count);
        }
    }

    /// <summary>Positions in the current document, rising; valid until the next move. Empty when the field keeps none.</summary>
    public ReadOnlySpan<int> Positions => _hasPositions ? ReadPositions() : default;

    /// <summary>Moves to the next document.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextDoc()
    {
        var next = _index + 1;
        if (next < _count)
        {
            _index = next;
            return DocId = _docs[next];
        }

        NextBlock();
        return DocId;
    }

    /// <summary>Moves to the first document at or after <paramref name="target"/>.</summary>
    /// <param name="target">Above <see cref="DocId"/>; <see cref="NoMoreDocs"/> is legal.</param>
    public int Advance(int target)
    {
        if (_count == 0 || target > _lastInBlock)
        {
            var block = AdvanceShallow(target);
            if (block == BlockCount)
            {
                return Exhaust();
            }

            DecodeBlock(block);
            if (target > _lastInBlock)
            {
                // Only a list of one block, whose last document no directory tells.
                return Exhaust();
            }
        }

        _index = PostingsBlocks.FirstNotBelow(_docs, Math.Max(_index, 0), _count, target);
        return DocId = _docs[_index];
    }

    /// <summary>The last document of a block; reads skip data only, save for lists of a single block.</summary>
    internal int LastDocOf(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        return _blocks.HasDirectory ? _blocks.LastDoc(block) : LastOfSingleBlock();
    }

    /// <summary>Bounds of a block's scores. Skip data only, save for lists of a single block.</summary>
    internal Impacts ImpactsOf(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        if (_blocks.HasDirectory)
        {
            return _blocks.Impacts(block);
        }

        LastOfSingleBlock();
        return (_impactsBuilder ??= new ImpactsBuilder()).Build(MemoryMarshal.Cast<int, uint>(Freqs), Docs, _blocks.Norms);
    }

    /// <summary>
    /// The first block, at or after the current and any shallow position, whose last document is not below <paramref name="target"/>;
    /// <see cref="BlockCount"/> when there is none. Decodes nothing and leaves <see cref="DocId"/>. In a list of a single
    /// block that one, unless the list is exhausted.
    /// </summary>
    internal int AdvanceShallow(int target)
    {
        var low = Math.Max(_shallow, Block);
        if (!_blocks.HasDirectory)
        {
            return _shallow = Math.Max(low, 0);
        }

        return _shallow = _blocks.Gallop(Math.Max(low, 0), target);
    }

    /// <summary>Decodes the next block and moves to its first document; false behind the last block.</summary>
    public bool NextBlock()
    {
        if (Block + 1 >= BlockCount)
        {
            Exhaust();
            return false;
        }

        DecodeBlock(Block + 1);
        return true;
    }

    /// <summary>Decodes a block and moves to its first document. Going back is allowed.</summary>
    /// <param name="block">0 to <see cref="BlockCount"/> - 1.</param>
    internal void DecodeBlock(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        _freqsReady = _cappedFreqsReady = false;
        Block = block;
        _index = 0;
        _positionsBefore = 0;
        _positionsBeforeIndex = 0;
        if (block < _blocks.FullCount)
        {
            _count = BlockSize;
            _freqBlock = _blocks.DecodeDocs(block, _docs);
        }
        else
        {
            DecodeTail();
        }

        _lastInBlock = _docs[_count - 1];
        DocId = _docs[0];
    }

    /// <summary>Sets the bits of all documents of the whole list; leaves the enumerator behind the last document.</summary>
    /// <param name="bits">At least as long as the segment.</param>
    internal void FillBitSet(FixedBitSet bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentOutOfRangeException.ThrowIfLessThan(bits.Length, _blocks.MaxDoc, nameof(bits));
        var words = bits.Words;
        for (var block = 0; block < BlockCount; block++)
        {
            if (TryFillBits(block, 0, words))
            {
                continue;
            }

            DecodeBlock(block);
            foreach (var doc in Docs)
            {
                words[doc >> 6] |= 1UL << (doc & 63);
            }
        }

        Exhaust();
    }

    /// <summary>Sets the bits of a block that is kept as a bit set, without decoding it; false when it is not.</summary>
    /// <param name="from">Stands for bit 0: not above the block's first document.</param>
    /// <param name="bits">Reaches beyond the block's last document.</param>
    internal bool TryFillBits(int block, int from, Span<ulong> bits)
    {
        if (block >= _blocks.FullCount || !_blocks.IsBitSet(block))
        {
            return false;
        }

        _blocks.OrBitSet(block, from, bits);
        return true;
    }

    internal void Reset(FieldPostings field, in TermState state)
    {
        _blocks.Reset(field, state);
        Start(field, state);
    }

    /// <summary>Positions in the order of the whole list, for copying it. Not to be mixed with <see cref="Positions"/>.</summary>
    internal PositionsReader OpenPositions()
    {
        if (!_positionsReady)
        {
            if (_positions is null)
            {
                _positions = new PositionsReader(_blocks, _field, _state);
            }
            else
            {
                _positions.Reset(_blocks, _field, _state);
            }

            _positionsReady = true;
        }

        return _positions!;
    }

    private void Start(FieldPostings field, in TermState state)
    {
        _field = field;
        _state = state;
        _hasPositions = field.Options >= IndexOptions.DocsFreqsPositions;
        _positionsReady = false;
        TotalTermFreq = state.TotalTermFreq;
        Block = _index = _shallow = -1;
        _count = 0;
        _lastInBlock = -1;
        DocId = -1;
        _freqsReady = _cappedFreqsReady = false;
    }

    private int Exhaust()
    {
        Block = _shallow = BlockCount;
        _count = 0;
        _index = -1;
        _lastInBlock = NoMoreDocs - 1;
        return DocId = NoMoreDocs;
    }

    // The last document of a list without directory is only known by decoding it, which moves nothing.
    private int LastOfSingleBlock()
    {
        if (_count == 0)
        {
            DecodeTail();
            _lastInBlock = _docs[_count - 1];
            var last = _lastInBlock;
            if (Block != 0)
            {
                // Not moved there yet: the documents are kept, the position is as it was.
                _index = -1;
                Block = 0;
            }

            return last;
        }

        return _lastInBlock;
    }

    private void DecodeTail()
    {
        _count = _blocks.DecodeTail(_docs, _freqs ??= GC.AllocateUninitializedArray<int>(BlockSize));
        _freqsReady = _blocks.HasFreqs;
    }

    private void DecodeFreqs()
    {
        var freqs = _freqs ??= GC.AllocateUninitializedArray<int>(BlockSize);
        if (_blocks.HasFreqs)
        {
            _blocks.DecodeFreqs(_freqBlock, freqs);
        }
        else
        {
            freqs.AsSpan().Fill(1);
        }

        _freqsReady = true;
    }

    private void DecodeCappedFreqs()
    {
        var capped = _cappedFreqs ??= GC.AllocateUninitializedArray<byte>(BlockSize);
        if (!_freqsReady && _blocks.HasFreqs)
        {
            _blocks.DecodeCappedFreqs(_freqBlock, _freqs ??= GC.AllocateUninitializedArray<int>(BlockSize), capped);
        }
        else
        {
            var freqs = Freqs;
            for (var i = 0; i < freqs.Length; i++)
            {
                capped[i] = (byte)Math.Min(freqs[i], byte.MaxValue);
            }
        }

        _cappedFreqsReady = true;
    }

    private ReadOnlySpan<int> ReadPositions()
    {
        var freqs = Freqs;
        for (; _positionsBeforeIndex < _index; _positionsBeforeIndex++)
        {
            _positionsBefore += freqs[_positionsBeforeIndex];
        }

        return OpenPositions().Read(Block, _positionsBefore, freqs[_index]);
    }
}
