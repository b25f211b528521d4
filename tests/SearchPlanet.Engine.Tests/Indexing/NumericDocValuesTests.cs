using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>Ranges by comparing vectors, against looking at each value, for every width of a column.</summary>
public sealed class NumericDocValuesTests
{
    private const int MaxDoc = 1003;

    [Theory]
    [InlineData(0L, 0)]
    [InlineData(200L, 1)]
    [InlineData(60_000L, 2)]
    [InlineData(4_000_000_000L, 4)]
    [InlineData(long.MaxValue, 8)]
    public void FillRangeAndFilterRange_AnyRange_FindThoseInside(long spread, int width)
    {
        var random = new Random(width);
        foreach (var hasAll in (bool[])[true, false])
        {
            long?[] values = [.. Enumerable.Range(0, MaxDoc).Select(i => hasAll || i < 2 || random.Next(3) > 0 ? Value(i, spread, random) : (long?)null)];
            using var file = Write(values);
            var column = new NumericDocValues(file.Find(SectionKind.Numeric, 0), MaxDoc);
            column.Width.ShouldBe(width);
            for (var round = 0; round < 100; round++)
            {
                var lo = Value(random.Next(MaxDoc), spread, random) + random.Next(-1, 2);
                var hi = random.Next(4) == 0 ? lo : Value(random.Next(MaxDoc), spread, random);
                int[] expected = [.. Enumerable.Range(0, MaxDoc).Where(doc => values[doc] >= lo && values[doc] <= hi)];
                var filled = new FixedBitSet(MaxDoc);
                var from = 64 * random.Next(MaxDoc / 64);
                column.FillRange(lo, hi, from, filled.Words[(from >> 6)..]);
                column.FillRange(lo, hi, 0, filled.Words[..(from >> 6)]);
                Enumerable.Range(0, MaxDoc).Where(doc => filled[doc]).ShouldBe(expected);
                int[] docs = [.. Enumerable.Range(0, MaxDoc)];
                docs[..column.FilterRange(lo, hi, docs)].ShouldBe(expected);
            }
        }
    }

    // The first two are the ends, so that the width is what it is to be.
    private static long Value(int doc, long spread, Random random) => -7 + doc switch
    {
        0 => 0,
        1 => spread,
        _ => random.NextInt64(spread),
    };

    private static SegmentFile Write(long?[] values)
    {
        var directory = new MemoryIndexDirectory();
        var present = new FixedBitSet(values.Length);
        for (var doc = 0; doc < values.Length; doc++)
        {
            if (values[doc] is not null)
            {
                present.Set(doc);
            }
        }

        using (var writer = new SegmentWriter(directory.CreateOutput("s"), 1))
        {
            NumericWriter.Write(writer, 0, [.. values.Select(static value => value ?? 0)], present);
            writer.Finish();
        }

        return new SegmentFile(directory.OpenInput("s"), 1);
    }
}
