namespace SearchPlanet.Engine.Indexing;

/// <summary>Tiered merging, after Lucene's <c>TieredMergePolicy</c>: segments of like size are merged, a bounded number at once, those with many deletions first.</summary>
public sealed record MergePolicy
{
    /// <summary>Segments merged at once, and allowed in each tier. Default 10, at least 2.</summary>
    public int SegmentsPerTier
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            field = value;
        }
    } = 10;

    /// <summary>Segments are not merged into greater ones than this, but by <see cref="IndexWriter.ForceMerge"/>. Default 8 GiB.</summary>
    public long MaxMergedSegmentBytes { get; init; } = 8L << 30;

    /// <summary>Smaller segments count as this great, so that tiny ones are merged soon. Default 2 MiB, above 0.</summary>
    public long FloorSegmentBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 2L << 20;

    /// <summary>A segment with a greater part of its documents deleted is rewritten even alone. Default 0.33.</summary>
    public double MaxDeletedPart { get; init; } = 0.33;

    /// <summary>No merging but by <see cref="IndexWriter.ForceMerge"/>.</summary>
    public static MergePolicy None { get; } = new() { SegmentsPerTier = int.MaxValue, MaxDeletedPart = 1 };

    /// <summary>Chooses segments to merge.</summary>
    /// <param name="segments">Those that are not being merged: bytes and the part of their documents that is alive.</param>
    /// <returns>Places in <paramref name="segments"/>; empty when there is nothing to do.</returns>
    internal IReadOnlyList<int> FindMerge(IReadOnlyList<(long Bytes, double LivePart)> segments)
    {
        List<(int Place, long Size)> eligible = [];
        long total = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            (var bytes, var livePart) = segments[i];
            var size = (long)(bytes * livePart);
            if (1 - livePart > MaxDeletedPart)
            {
                return [i];
            }

            if (size < MaxMergedSegmentBytes / 2)
            {
                eligible.Add((i, Math.Max(size, FloorSegmentBytes)));
                total += eligible[^1].Size;
            }
        }

        if (eligible.Count <= Math.Max(SegmentsPerTier, Allowed(total)))
        {
            return [];
        }

        eligible.Sort(static (a, b) => b.Size != a.Size ? b.Size.CompareTo(a.Size) : a.Place.CompareTo(b.Place));
        var width = Math.Min(SegmentsPerTier, eligible.Count);
        IReadOnlyList<int> best = [];
        var bestScore = double.MaxValue;
        for (var first = 0; first + width <= eligible.Count; first++)
        {
            long merged = 0;
            List<int> places = [];
            foreach ((var place, var size) in eligible.Skip(first).Take(width))
            {
                if (merged + size > MaxMergedSegmentBytes && places.Count > 0)
                {
                    continue;
                }

                merged += size;
                places.Add(place);
            }

            // Lucene's score: balanced merges are better (the greatest part is small), small ones a little.
            var score = (double)eligible[first].Size / merged * Math.Pow(merged, 0.05);
            if (places.Count > 1 && score < bestScore)
            {
                (best, bestScore) = (places, score);
            }
        }

        return best;
    }

    // How many segments an index of this size has when each tier is full.
    private double Allowed(long total)
    {
        double allowed = 0;
        double size = FloorSegmentBytes;
        double left = total;
        while (true)
        {
            var inTier = left / size;
            if (inTier < SegmentsPerTier)
            {
                return allowed + Math.Ceiling(inTier);
            }

            allowed += SegmentsPerTier;
            left -= SegmentsPerTier * size;
            size *= SegmentsPerTier;
        }
    }
}
