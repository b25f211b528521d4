using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Where the blocks of one term in one segment lie, and how a block becomes documents and frequencies. Has no place of its own in the list.</summary>
/// <remarks>
/// Bounds: the term's bytes are checked to lie in their section by <see cref="Reset"/>; every decoder stops at their end; a block's
/// documents are checked to rise and to end with the one its directory names, which is below the segment's document count.
/// </remarks>
internal sealed unsafe class PostingsBlocks
{
    // Gaps of fewer bits cannot overflow a sum of 128 of them.
    private const int SafeGapBits = 24;

    private FieldPostings _field;
    private byte* _begin;
    private byte* _end;
    private ulong* _impacts;
    private uint* _lastDocs;
    private uint* _docsOffsets;
    private uint* _positionsOffsets;
    private byte* _positionsStarts;

    internal PostingsBlocks(FieldPostings field, in TermState state)
    {
        _field = field;
        Reset(field, state);
    }

    internal int DocFreq { get; private set; }

    /// <summary>Blocks in the list.</summary>
    internal int Count { get; private set; }

    /// <summary>Blocks of 128.</summary>
    internal int FullCount { get; private set; }

    internal bool HasFreqs { get; private set; }

    internal bool HasDirectory => FullCount > 0;

    internal int MaxDoc => _field.MaxDoc;

    internal ReadOnlySpan<byte> Norms => _field.Norms.Span<byte>(0, _field.Norms.Length);

    /// <summary>Where the positions behind the last full block of them begin; only with a directory.</summary>
    internal uint PositionsTail { get; private set; }

    internal void Reset(FieldPostings field, in TermState state)
    {
        _field = field;
        var hasPositions = field.Options >= IndexOptions.DocsFreqsPositions;
        HasFreqs = field.Options >= IndexOptions.DocsAndFreqs;
        _begin = (state.IsInline ? field.Terms : field.Docs).At(state.DocsOffset, state.DocsLength);
        _end = _begin + state.DocsLength;
        DocFreq = state.DocFreq;
        FullCount = DocFreq / PostingsFormat.BlockSize;
        Count = FullCount + (DocFreq % PostingsFormat.BlockSize == 0 ? 0 : 1);
        if (!HasDirectory)
        {
            return;
        }

        long count = Count;
        if (PostingsFormat.DirectoryBytes(count, hasPositions) > _end - _begin)
        {
            throw Corrupt(_begin, "Skip data reaches out of its term");
        }

        _impacts = (ulong*)_begin;
        _lastDocs = (uint*)(_begin + (count * 8));
        _docsOffsets = (uint*)(_begin + (count * 12));
        _positionsOffsets = (uint*)(_begin + (count * 16));
        _positionsStarts = _begin + (count * 20);
        PositionsTail = hasPositions ? *(uint*)(_begin + (count * 21)) : 0;
    }

    /// <summary>The last document of a block of a list with a directory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int LastDoc(int block) => (int)_lastDocs[block];

    /// <summary>Bounds of a block's scores in a list with a directory.</summary>
    internal Impacts Impacts(int block) => new(_impacts[block]);

    /// <summary>Where the positions of a block's documents begin: a block of positions, and a number in it.</summary>
    internal (uint Offset, int Start) Positions(int block) => HasDirectory ? (_positionsOffsets[block], _positionsStarts[block]) : (0, 0);

    /// <summary>In a list with a directory, the first block at or after <paramref name="low"/> whose last document is not below <paramref name="target"/>.</summary>
    internal int Gallop(int low, int target)
    {
        var last = _lastDocs;
        var count = Count;
        if (low < count && last[low] < (uint)target)
        {
            // Gallop: targets are mostly near.
            var step = 1;
            var high = low + 1;
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
                var middle = (low + high) >>> 1;
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

        return low;
    }

    /// <summary>The place of the first document at or after <paramref name="target"/> in a decoded block; the last place when there is none.</summary>
    /// <param name="index">Where to begin: in conjunctions the target is near.</param>
    /// <param name="count">Documents decoded, of which at least one is left.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int FirstNotBelow(int[] docs, int index, int count, int target)
    {
        while (index + 8 < count && docs[index + 7] < target)
        {
            index += 8;
        }

        // The last eight at once: which of them it is no branch predictor knows. What stands behind the block's end does no harm.
        index = Math.Min(index, PostingsFormat.BlockSize - 8);
        var below = Vector256.LessThan(Vector256.Create(docs, index), Vector256.Create(target)).ExtractMostSignificantBits();
        return Math.Min(index + BitOperations.TrailingZeroCount(~below), count - 1);
    }

    /// <summary>Decodes the documents of a full block.</summary>
    /// <returns>The block's frequencies, for <see cref="DecodeFreqs"/>.</returns>
    internal byte* DecodeDocs(int block, int[] docs)
    {
        var at = BlockBytes(block);
        var before = BaseOf(block);
        var expected = CheckedLast(block, before);
        if (at >= _end)
        {
            throw Corrupt(at, "Malformed block of documents");
        }

        int length;
        if (*at == PostingsFormat.BitSetMarker)
        {
            length = DecodeBitSet(at, before, (int)expected, docs);
        }
        else
        {
            fixed (int* values = docs)
            {
                int header = *at;
                length = PackedBlock.Decode(at, _end, (uint*)values);
                if (length < 0)
                {
                    throw Corrupt(at, "Malformed block of documents");
                }

                var bits = (header & 31) + (header >= 32 ? 8 : 0);
                if (bits > SafeGapBits)
                {
                    CheckGaps(at, values, before);
                }

                AddUp((uint*)values, (uint)before);
            }
        }

        if ((uint)docs[PostingsFormat.BlockSize - 1] != expected)
        {
            throw Corrupt(at, "Block of documents does not end as its skip data says", expected, docs[PostingsFormat.BlockSize - 1]);
        }

        return at + length;
    }

    /// <summary>Decodes the last block when it is not full, its frequencies with it.</summary>
    /// <param name="freqs">Stays as it is when the field has no frequencies.</param>
    /// <returns>How many documents it has.</returns>
    internal int DecodeTail(int[] docs, Span<int> freqs)
    {
        var at = _begin;
        var doc = -1;
        if (HasDirectory)
        {
            at = BlockBytes(FullCount);
            doc = BaseOf(FullCount);
        }

        var count = DocFreq % PostingsFormat.BlockSize;
        var maxDoc = _field.MaxDoc;
        for (var i = 0; i < count; i++)
        {
            if (!VarInt.TryRead(ref at, _end, out var gap))
            {
                throw Corrupt(at, "Documents end too soon");
            }

            if (HasFreqs)
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

        return count;
    }

    internal void DecodeFreqs(byte* at, int[] freqs)
    {
        fixed (int* values = freqs)
        {
            if (PackedBlock.Decode(at, _end, (uint*)values) < 0)
            {
                throw Corrupt(at, "Malformed block of frequencies");
            }

            if (Vector128.IsHardwareAccelerated)
            {
                AddOneVector(values);
            }
            else
            {
                AddOneScalar(values);
            }
        }
    }

    /// <summary>The sum of the frequencies up to each document of a full block, modulo 2^32.</summary>
    internal void DecodeFreqSums(byte* at, Span<int> sums)
    {
        fixed (int* values = sums[..PostingsFormat.BlockSize])
        {
            if (PackedBlock.Decode(at, _end, (uint*)values) < 0)
            {
                throw Corrupt(at, "Malformed block of frequencies");
            }

            AddUp((uint*)values, 0);
        }
    }

    /// <summary>The frequencies in a byte each, 255 for what is greater.</summary>
    /// <param name="values">Room for 128 numbers, lost.</param>
    internal void DecodeCappedFreqs(byte* at, int[] values, byte[] capped)
    {
        fixed (int* from = values)
        fixed (byte* to = capped)
        {
            if (PackedBlock.Decode(at, _end, (uint*)from) < 0)
            {
                throw Corrupt(at, "Malformed block of frequencies");
            }

            if (Vector128.IsHardwareAccelerated)
            {
                CapVector((uint*)from, to);
            }
            else
            {
                CapScalar((uint*)from, to);
            }
        }
    }

    internal bool IsBitSet(int block)
    {
        var at = BlockBytes(block);
        return at < _end && *at == PostingsFormat.BitSetMarker;
    }

    /// <summary>The place of a document in a full block that is a bit set, without decoding it; -1 when it is not there.</summary>
    internal int RankInBitSet(int block, int doc)
    {
        var bits = BitSetWords(block, out var before, out _, out var count);
        var bit = doc - before - 1;
        var last = bit >> 6;
        if ((uint)last >= (uint)count || ((bits[last] >> bit) & 1) == 0)
        {
            return -1;
        }

        var rank = BitOperations.PopCount(bits[last] & ((1UL << bit) - 1));
        for (var i = 0; i < last; i++)
        {
            rank += BitOperations.PopCount(bits[i]);
        }

        return rank < PostingsFormat.BlockSize ? rank : throw Corrupt((byte*)bits, "Bit set holds too many documents");
    }

    /// <summary>The frequencies of a full block that is a bit set, for <see cref="DecodeFreqs"/>.</summary>
    internal byte* FreqsOfBitSet(int block)
    {
        var bits = BitSetWords(block, out _, out _, out var count);
        return (byte*)(bits + count);
    }

    /// <summary>Sets the bits of a block that is a bit set: its words are shifted to their place, never turned into documents.</summary>
    internal void OrBitSet(int block, int from, Span<ulong> words)
    {
        var bits = BitSetWords(block, out var before, out var last, out var count);
        var first = before + 1 - from;
        var shift = first & 63;
        var to = first >> 6;
        for (var i = 0; i < count; i++, to++)
        {
            var word = bits[i];
            var inLast = (int)(last - (uint)before) & 63;
            if (i == count - 1 && inLast != 0)
            {
                word &= (1UL << inLast) - 1;
            }

            words[to] |= word << shift;
            var high = shift == 0 ? 0 : word >> (64 - shift);
            if (high != 0)
            {
                words[to + 1] |= high;
            }
        }
    }

    internal CorruptIndexException Corrupt(byte* at, string what, object? expected = null, object? found = null)
    {
        foreach (var section in (ReadOnlySpan<Section>)[_field.Docs, _field.Positions, _field.Terms])
        {
            if (section.Exists && at >= section.Pointer && at <= section.End)
            {
                return section.Corrupt(at - section.Pointer, what, expected, found);
            }
        }

        return _field.Terms.Corrupt(0, what, expected, found);
    }

    private int BaseOf(int block) => block == 0 ? -1 : (int)_lastDocs[block - 1];

    private uint CheckedLast(int block, int before)
    {
        var last = _lastDocs[block];
        return last < (uint)_field.MaxDoc && (int)last > before ? last : throw Corrupt((byte*)(_lastDocs + block), "Skip data is out of order");
    }

    private byte* BlockBytes(int block)
    {
        if (_docsOffsets[block] > _end - _begin)
        {
            throw Corrupt((byte*)(_docsOffsets + block), "Block is out of place");
        }

        return _begin + _docsOffsets[block];
    }

    private ulong* BitSetWords(int block, out int before, out uint last, out int count)
    {
        var at = BlockBytes(block);
        before = BaseOf(block);
        last = CheckedLast(block, before);
        count = (int)(((long)last - before + 63) / 64);
        if (count > PostingsFormat.MaxBitSetWords || 1 + (count * sizeof(ulong)) > _end - at)
        {
            throw Corrupt(at, "Bit set reaches out of its term");
        }

        return (ulong*)(at + 1);
    }

    private int DecodeBitSet(byte* at, int before, int last, int[] docs)
    {
        var words = (last - before + 63) / 64;
        var length = 1 + (words * sizeof(ulong));
        if (words > PostingsFormat.MaxBitSetWords || length > _end - at)
        {
            throw Corrupt(at, "Bit set reaches out of its term");
        }

        var count = 0;
        var bits = (ulong*)(at + 1);
        for (var i = 0; i < words; i++)
        {
            var word = bits[i];
            var first = before + 1 + (i << 6);
            while (word != 0)
            {
                if (count == PostingsFormat.BlockSize)
                {
                    throw Corrupt(at, "Bit set holds too many documents");
                }

                docs[count++] = first + BitOperations.TrailingZeroCount(word);
                word &= word - 1;
            }
        }

        return count == PostingsFormat.BlockSize ? length : throw Corrupt(at, "Bit set holds too few documents", PostingsFormat.BlockSize, count);
    }

    private void CheckGaps(byte* at, int* gaps, int before)
    {
        long doc = before;
        for (var i = 0; i < PostingsFormat.BlockSize; i++)
        {
            doc += (uint)gaps[i] + 1L;
        }

        if (doc >= _field.MaxDoc)
        {
            throw Corrupt(at, "Document beyond the segment", _field.MaxDoc, doc);
        }
    }

    /// <summary>Turns 128 frequencies - 1 into frequencies.</summary>
    internal static void AddOneVector(int* values)
    {
        for (var i = 0; i < PostingsFormat.BlockSize; i += Vector128<int>.Count)
        {
            (Vector128.Load(values + i) + Vector128<int>.One).Store(values + i);
        }
    }

    /// <summary>The twin of <see cref="AddOneVector"/> without vector instructions.</summary>
    internal static void AddOneScalar(int* values)
    {
        for (var i = 0; i < PostingsFormat.BlockSize; i++)
        {
            values[i]++;
        }
    }

    /// <summary>Turns 128 frequencies - 1 into frequencies of a byte, 255 for what is greater.</summary>
    internal static void CapVector(uint* values, byte* capped)
    {
        var most = Vector128.Create(byte.MaxValue - 1u);
        for (var i = 0; i < PostingsFormat.BlockSize; i += Vector128<byte>.Count)
        {
            var low = Vector128.Narrow(Vector128.Min(Vector128.Load(values + i), most), Vector128.Min(Vector128.Load(values + i + 4), most));
            var high = Vector128.Narrow(Vector128.Min(Vector128.Load(values + i + 8), most), Vector128.Min(Vector128.Load(values + i + 12), most));
            (Vector128.Narrow(low, high) + Vector128<byte>.One).Store(capped + i);
        }
    }

    /// <summary>The twin of <see cref="CapVector"/> without vector instructions.</summary>
    internal static void CapScalar(uint* values, byte* capped)
    {
        for (var i = 0; i < PostingsFormat.BlockSize; i++)
        {
            capped[i] = (byte)(Math.Min(values[i], byte.MaxValue - 1u) + 1);
        }
    }

    private static void AddUp(uint* values, uint before)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            AddUpVector(values, before);
        }
        else
        {
            AddUpScalar(values, before);
        }
    }

    /// <summary>Turns 128 gaps - 1 into documents, or frequencies - 1 into their sums.</summary>
    internal static void AddUpVector(uint* values, uint before)
    {
        // What a step hands to the next is a single addition: the sums of four do not wait for the four before.
        var last = Vector128.Create(before);
        for (var i = 0; i < PostingsFormat.BlockSize; i += 4)
        {
            var sums = Vector128.Load(values + i) + Vector128<uint>.One;
            sums += Vector128.Shuffle(sums, Vector128.Create(uint.MaxValue, 0, 1, 2));
            sums += Vector128.Shuffle(sums, Vector128.Create(uint.MaxValue, uint.MaxValue, 0, 1));
            (sums + last).Store(values + i);
            last += Vector128.Shuffle(sums, Vector128.Create(3u));
        }
    }

    /// <summary>The twin of <see cref="AddUpVector"/> without vector instructions.</summary>
    internal static void AddUpScalar(uint* values, uint before)
    {
        for (var i = 0; i < PostingsFormat.BlockSize; i++)
        {
            before += values[i] + 1;
            values[i] = before;
        }
    }
}
