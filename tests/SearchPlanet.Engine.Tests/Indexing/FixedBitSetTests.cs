using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>Words by vectors, against sets of numbers.</summary>
public sealed class FixedBitSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(3000)]
    public void Combine_TwoSets_GivesWhatSetsOfNumbersGive(int length)
    {
        var random = new Random(length);
        for (var round = 0; round < 20; round++)
        {
            var a = Members(random, length);
            var b = Members(random, length);
            Combined(a, b, length, static (x, y) => x.And(y)).ShouldBe(a.Intersect(b));
            Combined(a, b, length, static (x, y) => x.AndNot(y)).ShouldBe(a.Except(b));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(640)]
    [InlineData(3001)]
    public void CopyTo_ByPieces_GivesAllMembers(int length)
    {
        var random = new Random(length);
        for (var round = 0; round < 20; round++)
        {
            var members = Members(random, length);
            var set = Of(members, length);
            var ids = new int[64 + random.Next(100)];
            var copied = new List<int>();
            for (var word = 0; set.CopyTo(ids, ref word) is > 0 and var count;)
            {
                copied.AddRange(ids.AsSpan(0, count));
            }

            copied.ShouldBe(members);
        }
    }

    private static int[] Members(Random random, int length)
    {
        var density = random.NextDouble();
        return [.. Enumerable.Range(0, length).Where(_ => random.NextDouble() < density)];
    }

    private static int[] Combined(int[] a, int[] b, int length, Action<FixedBitSet, FixedBitSet> combine)
    {
        var left = Of(a, length);
        combine(left, Of(b, length));
        return [.. Enumerable.Range(0, length).Where(i => left[i])];
    }

    private static FixedBitSet Of(int[] members, int length)
    {
        var set = new FixedBitSet(length);
        foreach (var member in members)
        {
            set.Set(member);
        }

        return set;
    }
}
