using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class MergePolicyTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void FindMerge_FewerThanATier_IsNone() =>
        new MergePolicy().FindMerge([.. Enumerable.Repeat((1 * MiB, 1.0), 10)]).ShouldBeEmpty();

    [Fact]
    public void FindMerge_MoreTinyOnesThanATier_TakesTinyOnesAndLeavesTheGreat()
    {
        var merge = new MergePolicy().FindMerge([(1000 * MiB, 1.0), .. Enumerable.Repeat((1 * MiB, 1.0), 30)]);
        merge.Count.ShouldBe(10);
        merge.ShouldNotContain(0);
    }

    [Fact]
    public void FindMerge_MostlyDeleted_IsRewrittenAlone() =>
        new MergePolicy().FindMerge([(9L << 30, 1.0), (5 * MiB, 0.5)]).ShouldBe([1]);

    [Fact]
    public void FindMerge_None_NeverMerges() =>
        MergePolicy.None.FindMerge([.. Enumerable.Repeat((1 * MiB, 0.1), 1000)]).ShouldBeEmpty();

    [Fact]
    public void FindMerge_SegmentsOfOneSizeOverTime_RewritesEachByteAFewTimes()
    {
        // 1,000 flushes of 20 MiB: with ten segments a tier each byte is merged about twice.
        var policy = new MergePolicy();
        List<(long Bytes, double Live)> segments = [];
        long written = 0;
        for (var i = 0; i < 1000; i++)
        {
            segments.Add((20 * MiB, 1));
            while (policy.FindMerge(segments) is { Count: > 0 } merge)
            {
                var bytes = merge.Sum(m => segments[m].Bytes);
                written += bytes;
                foreach (var place in merge.OrderDescending())
                {
                    segments.RemoveAt(place);
                }

                segments.Add((bytes, 1));
            }
        }

        segments.Count.ShouldBeLessThan(45);
        (written / (1000 * 20 * MiB)).ShouldBeInRange(1, 4);
    }
}
