using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// The documents of one term in one segment, document by document or a block of up to <see cref="BlockSize"/> at a time. For one thread.
/// Deleted documents are included: check <see cref="SegmentReader.LiveDocs"/>.
/// </summary>
/// <remarks>
/// <para>Document by document: <see cref="NextDoc"/>, <see cref="Advance"/>, then <see cref="Freq"/> and <see cref="Positions"/>.
/// By block: <see cref="NextBlock"/> or <see cref="DecodeBlock"/>, then <see cref="Docs"/> and <see cref="Freqs"/>.
/// <see cref="AdvanceShallow"/> and what it leads to read only the skip data. The two ways may be mixed: moving by block puts
/// <see cref="DocId"/> on the block's first document.</para>
/// <para>Bounds: the term's bytes are checked to lie in their section when the enumerator is made; every decoder stops at their end;
/// a block's documents are checked to rise
/// and to end with the one its directory names, which is below the segment's document count.</para>
/// </remarks>
public sealed unsafe class PostingsEnum
{
    /// <summary>What <see cref="DocId"/> is behind the last document.</summary>
    public const int NoMoreDocs = int.MaxValue;

    /// <summary>Documents in each block but the last.</summary>
    public const int BlockSize = PostingsFormat.BlockSize;

    // Gaps of fewer bits cannot overflow a sum of 128 of them.
    private const int SafeGapBits = 24;

    private readonly int[] _docs = new int[BlockSize];
    private int[]? _freqs;
    private FieldPostings _field;
    private bool _hasFreqs;
    private bool _hasPositions;

    private byte* _begin;
    private byte* _end;
    private ulong* _impacts;
    private uint* _lastDocs;
    private uint* _docsOffsets;
    private uint* _positionsOffsets;
    private byte* _positionsStarts;

    private ImpactsBuilder? _impactsBuilder;
    private int _fullBlocks;
    private int _shallow;
    private int _count;
    private int _index;
    private int _lastInBlock;
    private byte* _freqBlock;
    private bool _freqsReady;

    private int[]? _positions;
    private uint[]? _positionBlock;
    private byte* _positionsBegin;
    private byte* _positionsEnd;
    private long _positionsTail;
    private long _positionBlockOffset;
    private byte* _nextPositionBlock;
    private long _positionBlockNumber;
    private int _positionBlockCount;
    private bool _positionsEnded;
    private int _copied;
    private int _positionsBefore;
    private int _positionsBeforeIndex;

    internal PostingsEnum(FieldPostings field, in TermState state)
    {
        _field = field;
        Reset(field, state);
    }

    /// <summary>Documents in the list.</summary>
    public int DocFreq { get; private set; }

    public long TotalTermFreq { get; private set; }

    /// <summary>-1 before the first move, <see cref="NoMoreDocs"/> behind the last document.</summary>
    public int DocId { get; private set; }

    /// <summary>Blocks in the list.</summary>
    public int BlockCount { get; private set; }

    /// <summary>The decoded block; -1 before the first, <see cref="BlockCount"/> behind the last.</summary>
    public int Block { get; private set; }

    /// <summary>The place of <see cref="DocId"/> in <see cref="Docs"/>.</summary>
    public int IndexInBlock => _index;

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

    /// <summary>Positions in the current document, rising; valid until the next move. Empty when the field keeps none.</summary>
    public ReadOnlySpan<int> Positions => _hasPositions ? DecodePositions() : default;

    private bool HasDirectory => _fullBlocks > 0;

    /// <summary>Moves to the next document.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextDoc()
    {
        int next = _index + 1;
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
            int block = AdvanceShallow(target);
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

        // Eight at a time, then one by one: in conjunctions the target is near.
        int[] docs = _docs;
        int index = Math.Max(_index, 0);
        while (index + 8 < _count && docs[index + 7] < target)
        {
            index += 8;
        }

        while (docs[index] < target)
        {
            index++;
        }

        _index = index;
        return DocId = docs[index];
    }

    /// <summary>The last document of a block; reads skip data only, save for lists of a single block.</summary>
    public int LastDocOf(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        return HasDirectory ? (int)_lastDocs[block] : LastOfSingleBlock();
    }

    /// <summary>Bounds of a block's scores. Skip data only, save for lists of a single block.</summary>
    public Impacts ImpactsOf(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        if (HasDirectory)
        {
            return new Impacts(_impacts[block]);
        }

        LastOfSingleBlock();
        return (_impactsBuilder ??= new ImpactsBuilder()).Build(MemoryMarshal.Cast<int, uint>(Freqs), Docs, _field.Norms.Span<byte>(0, _field.Norms.Length));
    }

    /// <summary>
    /// The first block, at or after the current and any shallow position, whose last document is not below <paramref name="target"/>;
    /// <see cref="BlockCount"/> when there is none. Decodes nothing and leaves <see cref="DocId"/>. In a list of a single
    /// block that one, unless the list is exhausted.
    /// </summary>
    public int AdvanceShallow(int target)
    {
        int low = Math.Max(_shallow, Block);
        if (!HasDirectory)
        {
            return _shallow = Math.Max(low, 0);
        }

        low = Math.Max(low, 0);
        uint* last = _lastDocs;
        int count = BlockCount;
        if (low < count && last[low] < (uint)target)
        {
            // Gallop: targets are mostly near.
            int step = 1;
            int high = low + 1;
            while (high < count && last[high] < (uint)target)
            {
                low = high;
                step *= 2;
                high += step;
            }

            high = Math.Min(high, count);
            low++;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (last[middle] < (uint)target)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }
        }

        return _shallow = low;
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
    public void DecodeBlock(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        _freqsReady = false;
        Block = block;
        _index = 0;
        _positionsBefore = 0;
        _positionsBeforeIndex = 0;
        if (block < _fullBlocks)
        {
            DecodeFullBlock(block);
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
    public void FillBitSet(FixedBitSet bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentOutOfRangeException.ThrowIfLessThan(bits.Length, _field.MaxDoc, nameof(bits));
        Span<ulong> words = bits.Words;
        for (int block = 0; block < BlockCount; block++)
        {
            if (TryFillBits(block, 0, words))
            {
                continue;
            }

            DecodeBlock(block);
            foreach (int doc in Docs)
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
        if (block >= _fullBlocks || !IsBitSet(block))
        {
            return false;
        }

        OrBitSet(block, from, bits);
        return true;
    }

    internal void Reset(FieldPostings field, in TermState state)
    {
        _field = field;
        _hasFreqs = field.Options >= IndexOptions.DocsAndFreqs;
        _hasPositions = field.Options >= IndexOptions.DocsFreqsPositions;
        _begin = (state.IsInline ? field.Terms : field.Docs).At(state.DocsOffset, state.DocsLength);
        _end = _begin + state.DocsLength;
        if (_hasPositions)
        {
            _positionsBegin = (state.IsInline ? field.Terms : field.Positions).At(state.PositionsOffset, state.PositionsLength);
            _positionsEnd = _positionsBegin + state.PositionsLength;
        }

        _nextPositionBlock = null;
        DocFreq = state.DocFreq;
        TotalTermFreq = state.TotalTermFreq;
        _fullBlocks = DocFreq / BlockSize;
        BlockCount = _fullBlocks + (DocFreq % BlockSize == 0 ? 0 : 1);
        Block = _index = _shallow = -1;
        _count = 0;
        _lastInBlock = -1;
        DocId = -1;
        _freqsReady = false;
        if (HasDirectory)
        {
            long count = BlockCount;
            if (PostingsFormat.DirectoryBytes(count, _hasPositions) > _end - _begin)
            {
                throw Corrupt(_begin, "Skip data reaches out of its term");
            }

            _impacts = (ulong*)_begin;
            _lastDocs = (uint*)(_begin + (count * 8));
            _docsOffsets = (uint*)(_begin + (count * 12));
            _positionsOffsets = (uint*)(_begin + (count * 16));
            _positionsStarts = _begin + (count * 20);
            _positionsTail = _hasPositions ? *(uint*)(_begin + (count * 21)) : 0;
        }
    }

    /// <summary>Position gaps, at most so many, in the order of the whole list: for copying it. Not to be mixed with <see cref="Positions"/>.</summary>
    internal ReadOnlySpan<uint> NextPositionGaps(int atMost)
    {
        if (_copied == _positionBlockCount || _nextPositionBlock is null)
        {
            if (_nextPositionBlock is null)
            {
                _nextPositionBlock = _positionsBegin;
                _positionBlockNumber = -1;
                _positionsEnded = false;
            }

            ReadPositionBlock(decode: true);
            _copied = 0;
        }

        int count = Math.Min(atMost, _positionBlockCount - _copied);
        if (count <= 0)
        {
            throw Corrupt(_nextPositionBlock, "Positions end too soon");
        }

        _copied += count;
        return _positionBlock.AsSpan(_copied - count, count);
    }

    internal void SkipPositionGaps(int count)
    {
        while (count > 0)
        {
            count -= NextPositionGaps(count).Length;
        }
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
            int last = _lastInBlock;
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

    private int BaseOf(int block) => block == 0 ? -1 : (int)_lastDocs[block - 1];

    private byte* BlockBytes(int block)
    {
        if (_docsOffsets[block] > _end - _begin)
        {
            throw Corrupt((byte*)(_docsOffsets + block), "Block is out of place");
        }

        return _begin + _docsOffsets[block];
    }

    private void DecodeFullBlock(int block)
    {
        byte* at = BlockBytes(block);
        int before = BaseOf(block);
        uint expected = _lastDocs[block];
        if (expected >= (uint)_field.MaxDoc || (int)expected <= before || at >= _end)
        {
            throw Corrupt((byte*)(_lastDocs + block), "Skip data is out of order");
        }

        _count = BlockSize;
        int length;
        if (*at == PostingsFormat.BitSetMarker)
        {
            length = DecodeBitSet(at, before, (int)expected);
        }
        else
        {
            fixed (int* docs = _docs)
            {
                int header = *at;
                length = PackedBlock.Decode(at, _end, (uint*)docs);
                if (length < 0)
                {
                    throw Corrupt(at, "Malformed block of documents");
                }

                int bits = (header & 31) + (header >= 32 ? 8 : 0);
                if (bits > SafeGapBits)
                {
                    CheckGaps(at, docs, before);
                }

                AddUp((uint*)docs, (uint)before);
            }
        }

        if ((uint)_docs[BlockSize - 1] != expected)
        {
            throw Corrupt(at, "Block of documents does not end as its skip data says", expected, _docs[BlockSize - 1]);
        }

        _freqBlock = at + length;
    }

    private int DecodeBitSet(byte* at, int before, int last)
    {
        int words = (last - before + 63) / 64;
        int length = 1 + (words * sizeof(ulong));
        if (words > PostingsFormat.MaxBitSetWords || length > _end - at)
        {
            throw Corrupt(at, "Bit set reaches out of its term");
        }

        int count = 0;
        ulong* bits = (ulong*)(at + 1);
        int[] docs = _docs;
        for (int i = 0; i < words; i++)
        {
            ulong word = bits[i];
            int first = before + 1 + (i << 6);
            while (word != 0)
            {
                if (count == BlockSize)
                {
                    throw Corrupt(at, "Bit set holds too many documents");
                }

                docs[count++] = first + BitOperations.TrailingZeroCount(word);
                word &= word - 1;
            }
        }

        return count == BlockSize ? length : throw Corrupt(at, "Bit set holds too few documents", BlockSize, count);
    }

    private bool IsBitSet(int block)
    {
        byte* at = BlockBytes(block);
        return at < _end && *at == PostingsFormat.BitSetMarker;
    }

    // A dense block is never turned into documents: its words are shifted to their place.
    private void OrBitSet(int block, int from, Span<ulong> words)
    {
        byte* at = BlockBytes(block);
        int before = BaseOf(block);
        uint last = _lastDocs[block];
        int count = (int)(((long)last - before + 63) / 64);
        if (last >= (uint)_field.MaxDoc || (int)last <= before || count > PostingsFormat.MaxBitSetWords || 1 + (count * sizeof(ulong)) > _end - at)
        {
            throw Corrupt(at, "Bit set reaches out of its term");
        }

        ulong* bits = (ulong*)(at + 1);
        int first = before + 1 - from;
        int shift = first & 63;
        int to = first >> 6;
        for (int i = 0; i < count; i++, to++)
        {
            ulong word = bits[i];
            int inLast = (int)(last - (uint)before) & 63;
            if (i == count - 1 && inLast != 0)
            {
                word &= (1UL << inLast) - 1;
            }

            words[to] |= word << shift;
            ulong high = shift == 0 ? 0 : word >> (64 - shift);
            if (high != 0)
            {
                words[to + 1] |= high;
            }
        }
    }

    private void CheckGaps(byte* at, int* gaps, int before)
    {
        long doc = before;
        for (int i = 0; i < BlockSize; i++)
        {
            doc += (uint)gaps[i] + 1L;
        }

        if (doc >= _field.MaxDoc)
        {
            throw Corrupt(at, "Document beyond the segment", _field.MaxDoc, doc);
        }
    }

    /// <summary>Turns gaps - 1 into documents.</summary>
    private static void AddUp(uint* values, uint before)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            for (int i = 0; i < BlockSize; i++)
            {
                before += values[i] + 1;
                values[i] = before;
            }

            return;
        }

        Vector128<uint> last = Vector128.Create(before);
        Vector128<uint> ramp = Vector128.Create(1u, 2, 3, 4);
        for (int i = 0; i < BlockSize; i += 4)
        {
            Vector128<uint> sums = Vector128.Load(values + i);
            sums += Vector128.Shuffle(sums, Vector128.Create(uint.MaxValue, 0, 1, 2));
            sums += Vector128.Shuffle(sums, Vector128.Create(uint.MaxValue, uint.MaxValue, 0, 1));
            sums += last + ramp;
            sums.Store(values + i);
            last = Vector128.Shuffle(sums, Vector128.Create(3u));
        }
    }

    private void DecodeTail()
    {
        byte* at = _begin;
        int doc = -1;
        if (HasDirectory)
        {
            at = BlockBytes(_fullBlocks);
            doc = BaseOf(_fullBlocks);
        }

        int[] docs = _docs;
        int[]? freqs = null;
        if (_hasFreqs)
        {
            freqs = _freqs ??= GC.AllocateUninitializedArray<int>(BlockSize);
        }

        int count = DocFreq % BlockSize;
        int maxDoc = _field.MaxDoc;
        for (int i = 0; i < count; i++)
        {
            if (!VarInt.TryRead(ref at, _end, out uint gap))
            {
                throw Corrupt(at, "Documents end too soon");
            }

            if (freqs is not null)
            {
                uint freq = 1;
                if ((gap & 1) == 0)
                {
                    if (!VarInt.TryRead(ref at, _end, out freq) || freq > int.MaxValue - 2)
                    {
                        throw Corrupt(at, "Malformed frequency");
                    }

                    freq += 2;
                }

                freqs[i] = (int)freq;
                gap >>= 1;
            }

            if (gap >= (uint)(maxDoc - doc - 1))
            {
                throw Corrupt(at, "Document beyond the segment", maxDoc, doc + 1L + gap);
            }

            doc += (int)gap + 1;
            docs[i] = doc;
        }

        _count = count;
        _freqsReady = _hasFreqs;
    }

    private void DecodeFreqs()
    {
        int[] freqs = _freqs ??= GC.AllocateUninitializedArray<int>(BlockSize);
        _freqsReady = true;
        if (!_hasFreqs)
        {
            freqs.AsSpan().Fill(1);
            return;
        }

        fixed (int* values = freqs)
        {
            if (PackedBlock.Decode(_freqBlock, _end, (uint*)values) < 0)
            {
                _freqsReady = false;
                throw Corrupt(_freqBlock, "Malformed block of frequencies");
            }

            for (int i = 0; i < BlockSize; i += Vector128<int>.Count)
            {
                (Vector128.Load(values + i) + Vector128<int>.One).Store(values + i);
            }
        }
    }

    private ReadOnlySpan<int> DecodePositions()
    {
        ReadOnlySpan<int> freqs = Freqs;
        int freq = freqs[_index];
        if (freq <= 0 || freq > (_positionsEnd - _positionsBegin) * BlockSize)
        {
            throw Corrupt(_positionsBegin, "More positions than there can be");
        }

        int before = _positionsBefore;
        for (int i = _positionsBeforeIndex; i < _index; i++)
        {
            before += freqs[i];
        }

        (_positionsBefore, _positionsBeforeIndex) = (before, _index);

        // Where the positions of this block of documents begin.
        uint offset = 0;
        uint start = 0;
        if (HasDirectory)
        {
            offset = _positionsOffsets[Block];
            start = _positionsStarts[Block];
        }

        if (_positions is null || _positions.Length < freq)
        {
            _positions = new int[Math.Max(16, BitOperations.RoundUpToPowerOf2((uint)freq))];
        }

        FillPositions(offset, start + before, _positions.AsSpan(0, freq));
        return _positions.AsSpan(0, freq);
    }

    // Reads numbers from, in the chain of position blocks that begins at an offset, the given one on.
    private void FillPositions(uint offset, long from, Span<int> positions)
    {
        if (_positionBlockOffset != offset || _nextPositionBlock is null || from >> 7 < _positionBlockNumber)
        {
            if (offset > _positionsEnd - _positionsBegin)
            {
                throw Corrupt(_positionsBegin, "Positions are out of place");
            }

            _positionBlockOffset = offset;
            _nextPositionBlock = _positionsBegin + offset;
            _positionBlockNumber = -1;
            _positionsEnded = false;
        }

        long wanted = from >> 7;
        int at = (int)(from & (BlockSize - 1));
        int position = 0;
        int done = 0;
        while (true)
        {
            while (_positionBlockNumber < wanted)
            {
                ReadPositionBlock(decode: _positionBlockNumber + 1 == wanted);
            }

            int count = Math.Min(positions.Length - done, BlockSize - at);
            if (at + count > _positionBlockCount)
            {
                throw Corrupt(_nextPositionBlock, "Positions end too soon");
            }

            uint[] gaps = _positionBlock!;
            for (int i = 0; i < count; i++)
            {
                position += (int)gaps[at + i];
                positions[done + i] = position;
            }

            done += count;
            if (done == positions.Length)
            {
                return;
            }

            wanted++;
            at = 0;
        }
    }

    private void ReadPositionBlock(bool decode)
    {
        _positionBlock ??= new uint[BlockSize];
        byte* at = _nextPositionBlock;
        if (_positionsEnded)
        {
            throw Corrupt(at, "Positions end too soon");
        }

        int length;
        _positionBlockCount = BlockSize;
        if (HasDirectory ? at - _positionsBegin == _positionsTail : _positionBlockNumber + 1 >= TotalTermFreq / BlockSize)
        {
            length = ReadLastPositions(at);
            _positionsEnded = true;
        }
        else if (decode)
        {
            fixed (uint* values = _positionBlock)
            {
                length = PackedBlock.Decode(at, _positionsEnd, values);
            }
        }
        else
        {
            length = at < _positionsEnd ? PackedBlock.Length(*at) : -1;
        }

        if (length < 0 || length > _positionsEnd - at)
        {
            _nextPositionBlock = null;
            throw Corrupt(at, "Malformed block of positions");
        }

        _nextPositionBlock = at + length;
        _positionBlockNumber++;
    }

    private int ReadLastPositions(byte* from)
    {
        byte* at = from;
        _positionBlockCount = (int)(TotalTermFreq % BlockSize);
        for (int i = 0; i < _positionBlockCount; i++)
        {
            if (!VarInt.TryRead(ref at, _positionsEnd, out _positionBlock![i]))
            {
                return -1;
            }
        }

        return (int)(at - from);
    }

    private CorruptIndexException Corrupt(byte* at, string what, object? expected = null, object? found = null)
    {
        foreach (Section section in (ReadOnlySpan<Section>)[_field.Docs, _field.Positions, _field.Terms])
        {
            if (section.Exists && at >= section.Pointer && at <= section.End)
            {
                return section.Corrupt(at - section.Pointer, what, expected, found);
            }
        }

        return _field.Terms.Corrupt(0, what, expected, found);
    }
}
