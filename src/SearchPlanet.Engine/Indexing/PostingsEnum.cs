namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// The documents of one term in one segment, document by document or a block of up to <see cref="BlockSize"/> at a time. For one thread.
/// Deleted documents are included: check <see cref="SegmentReader.LiveDocs"/>.
/// </summary>
/// <remarks>
/// Document by document: <see cref="NextDoc"/>, <see cref="Advance"/>, then <see cref="Freq"/> and <see cref="Positions"/>.
/// By block: <see cref="NextBlock"/> or <see cref="DecodeBlock"/>, then <see cref="Docs"/> and <see cref="Freqs"/>.
/// <see cref="AdvanceShallow"/> and what it leads to read only the skip data. The two ways may be mixed: moving by block puts
/// <see cref="DocId"/> on the block's first document that was asked for.
/// </remarks>
public sealed class PostingsEnum
{
    /// <summary>What <see cref="DocId"/> is behind the last document.</summary>
    public const int NoMoreDocs = int.MaxValue;

    /// <summary>Documents in each block but the last.</summary>
    public const int BlockSize = 128;

    /// <summary>Documents in the list.</summary>
    public int DocFreq => throw new NotSupportedException();

    public long TotalTermFreq => throw new NotSupportedException();

    /// <summary>-1 before the first move, <see cref="NoMoreDocs"/> behind the last document.</summary>
    public int DocId => throw new NotSupportedException();

    /// <summary>Occurrences in the current document; 1 when the field keeps no frequencies. Decodes the block's frequencies when first asked for.</summary>
    public int Freq => throw new NotSupportedException();

    /// <summary>Positions in the current document, rising; valid until the next move. Empty when the field keeps none.</summary>
    public ReadOnlySpan<int> Positions => throw new NotSupportedException();

    /// <summary>Moves to the next document.</summary>
    public int NextDoc() => throw new NotSupportedException();

    /// <summary>Moves to the first document at or after <paramref name="target"/>.</summary>
    /// <param name="target">Above <see cref="DocId"/>; <see cref="NoMoreDocs"/> is legal.</param>
    public int Advance(int target) => throw new NotSupportedException();

    /// <summary>Blocks in the list.</summary>
    public int BlockCount => throw new NotSupportedException();

    /// <summary>The decoded block, or -1.</summary>
    public int Block => throw new NotSupportedException();

    /// <summary>The last document of a block; reads skip data only.</summary>
    public int LastDocOf(int block) => throw new NotSupportedException();

    /// <summary>Bounds of a block's scores. Skip data only, save for lists of a single block.</summary>
    public Impacts ImpactsOf(int block) => throw new NotSupportedException();

    /// <summary>The first block, at or after the current and any shallow position, whose last document is not below <paramref name="target"/>; <see cref="BlockCount"/> when there is none. Decodes nothing and leaves <see cref="DocId"/>.</summary>
    public int AdvanceShallow(int target) => throw new NotSupportedException();

    /// <summary>The documents of the decoded block, rising.</summary>
    public ReadOnlySpan<int> Docs => throw new NotSupportedException();

    /// <summary>The frequencies beside <see cref="Docs"/>; ones when the field keeps none. Decoded when first asked for.</summary>
    public ReadOnlySpan<int> Freqs => throw new NotSupportedException();

    /// <summary>Decodes the next block and moves to its first document; false behind the last block.</summary>
    public bool NextBlock() => throw new NotSupportedException();

    /// <summary>Decodes a block, at or after the current one, and moves to its first document.</summary>
    public void DecodeBlock(int block) => throw new NotSupportedException();

    /// <summary>Sets the bits of all documents of the whole list; leaves the position undefined.</summary>
    public void FillBitSet(FixedBitSet bits) => throw new NotSupportedException();
}
