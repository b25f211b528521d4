using SearchPlanet.Engine.Codecs;

namespace SearchPlanet.Engine.Indexing;

/// <summary>How an <see cref="IndexWriter"/> works.</summary>
public sealed record IndexWriterOptions
{
    private const long MinRamBufferBytes = 1 << 20;

    // Offsets in a buffer are 32-bit numbers: half of what they reach leaves room for the document that fills it.
    private const long MaxRamBufferBytes = 1 << 30;

    /// <summary>Bytes of buffered documents after which a segment is written. Default 96 MiB, 1 MiB to 1 GiB. Twice as much may be in use while one buffer is written and the next fills.</summary>
    public long RamBufferBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinRamBufferBytes);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxRamBufferBytes);
            field = value;
        }
    } = 96L << 20;

    /// <summary>
    /// Documents that the index may hold; more are refused with an <see cref="IndexFullException"/>. Deleted ones count until a merge has
    /// removed them. Default and most: 2,147,479,551, which is what an int can number.
    /// </summary>
    public int MaxDocs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, SegmentFormat.MostDocs);
            field = value;
        }
    } = SegmentFormat.MostDocs;

    /// <summary>Which segments are merged. Default: tiered.</summary>
    public MergePolicy MergePolicy { get; init; } = new();

    /// <summary>Start from nothing, whatever the directory holds. What was there goes with the first commit.</summary>
    public bool Create { get; init; }

    /// <summary>The clock for the lock's file.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
