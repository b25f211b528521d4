namespace SearchPlanet.Engine.Indexing;

/// <summary>Tiered merging, after Lucene's <c>TieredMergePolicy</c>: segments of like size are merged, a bounded number at once, those with many deletions first.</summary>
public sealed record MergePolicy
{
    /// <summary>Segments merged at once, and allowed in each tier. Default 10.</summary>
    public int SegmentsPerTier { get; init; } = 10;

    /// <summary>Segments are not merged into greater ones than this, but by <see cref="IndexWriter.ForceMerge"/>. Default 8 GiB.</summary>
    public long MaxMergedSegmentBytes { get; init; } = 8L << 30;

    /// <summary>Smaller segments count as this great, so that tiny ones are merged soon. Default 2 MiB.</summary>
    public long FloorSegmentBytes { get; init; } = 2L << 20;

    /// <summary>No merging but by <see cref="IndexWriter.ForceMerge"/>.</summary>
    public static MergePolicy None { get; } = new() { SegmentsPerTier = int.MaxValue };
}
