using System.Buffers.Binary;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>The dictionary of one field in one segment, read in place. Shared by threads. See <see cref="TermsFormat"/>.</summary>
public sealed unsafe class Terms
{
    internal Terms(Section section)
    {
        Section = section;
        var header = section.Span<byte>(0, TermsFormat.HeaderBytes);
        Count = BinaryPrimitives.ReadInt32LittleEndian(header);
        DocCount = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        SumDocFreq = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        SumTotalTermFreq = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        BlockCount = BinaryPrimitives.ReadInt32LittleEndian(header[24..]);
        Options = (IndexOptions)BinaryPrimitives.ReadInt32LittleEndian(header[28..]);
        IndexOffset = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        if (Count <= 0 || BlockCount != (Count + TermsFormat.BlockTerms - 1) / TermsFormat.BlockTerms)
        {
            throw section.Corrupt(0, "Term counts disagree", $"{Count} terms in blocks of {TermsFormat.BlockTerms}", BlockCount);
        }

        BlockOffsets = (ulong*)section.At(IndexOffset, ((2L * BlockCount) + 1) * sizeof(ulong));
        BlockKeys = BlockOffsets + BlockCount + 1;
    }

    /// <summary>Distinct terms.</summary>
    public int Count { get; }

    /// <summary>Documents with at least one term, deleted ones included.</summary>
    public int DocCount { get; }

    /// <summary>Sum of all document frequencies.</summary>
    public long SumDocFreq { get; }

    /// <summary>Occurrences of all terms: the field's length over all documents.</summary>
    public long SumTotalTermFreq { get; }

    internal Section Section { get; }

    internal IndexOptions Options { get; }

    internal int BlockCount { get; }

    internal long IndexOffset { get; }

    internal ulong* BlockOffsets { get; }

    internal ulong* BlockKeys { get; }

    /// <summary>A cursor before the first term.</summary>
    public TermsEnum Iterator() => new(this);

    /// <summary>Looks one term up.</summary>
    public bool TryGet(ReadOnlySpan<byte> term, out TermState state)
    {
        TermsEnum terms = new(this);
        var found = terms.SeekExact(term);
        state = found ? terms.State : default;
        return found;
    }
}
