using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Facets;

/// <summary>
/// Counts the values of columns over the matches of a search, several columns at once: matches are unpacked a chunk at a
/// time, and each chunk goes through one column after the other, reading ordinals in place. Where every document of a
/// segment matches, its counts are those of the segment, worked out once.
/// </summary>
public static class FacetCounter
{
    private const int ChunkSize = 2048;

    // The same object for every snapshot of a segment; entries go with it.
    private static readonly ConditionalWeakTable<object, Dictionary<string, int[]>> WholeSegments = [];

    /// <summary>Counts the values of each field.</summary>
    /// <param name="fields">Fields with a column of strings.</param>
    public static ImmutableArray<FacetCounts> Count(MatchSet matches, params IReadOnlyList<string> fields) =>
        Count(matches, CancellationToken.None, fields);

    /// <summary>Counts the values of each field.</summary>
    /// <exception cref="OperationCanceledException">Checked between segments.</exception>
    public static ImmutableArray<FacetCounts> Count(MatchSet matches, CancellationToken cancellationToken, params IReadOnlyList<string> fields)
    {
        ArgumentNullException.ThrowIfNull(matches);
        ArgumentNullException.ThrowIfNull(fields);
        ImmutableArray<FacetCounts> all =
            [.. fields.Select(field => new FacetCounts(field, HasColumn(matches.Reader, field) ? matches.Reader.GlobalOrdinals(field) : null))];
        foreach (var leaf in matches.Reader.Leaves)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CountSegment(leaf, matches.Segments[leaf.Ordinal], all);
        }

        return all;
    }

    private static bool HasColumn(DirectoryReader reader, string field)
    {
        foreach (var leaf in reader.Leaves)
        {
            if (leaf.Reader.SortedSetDocValues(field) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static void CountSegment(Leaf leaf, FixedBitSet matches, ImmutableArray<FacetCounts> all)
    {
        var isWhole = leaf.Reader.MaxDoc >= ChunkSize && matches.IsFull;
        var columns = new List<Column>(all.Length);
        foreach (var counts in all)
        {
            if (leaf.Reader.SortedSetDocValues(counts.Field) is not { } values)
            {
                continue;
            }

            if (isWhole)
            {
                counts.Add(leaf.Ordinal, CountersOfAll(leaf.Reader, values, counts.Field, matches));
            }
            else
            {
                columns.Add(new Column(values, counts.CountersFor(leaf.Ordinal) ?? BorrowCounters(values), counts));
            }
        }

        if (columns.Count == 0)
        {
            return;
        }

        CountMatches(matches, columns);
        foreach (var (values, counters, counts) in columns)
        {
            if (counts!.CountersFor(leaf.Ordinal) is not null)
            {
                continue;
            }

            counts.Add(leaf.Ordinal, counters.AsSpan(0, values.ValueCount + 1));
            ArrayPool<int>.Shared.Return(counters);
        }
    }

    private static int[] BorrowCounters(SortedSetDocValues values)
    {
        var counters = ArrayPool<int>.Shared.Rent(values.ValueCount + 1);
        counters.AsSpan(0, values.ValueCount + 1).Clear();
        return counters;
    }

    /// <summary>The counters of a segment whose documents all match.</summary>
    private static int[] CountersOfAll(SegmentReader segment, SortedSetDocValues values, string field, FixedBitSet all)
    {
        var known = WholeSegments.GetOrCreateValue(segment.CoreKey);
        lock (known)
        {
            if (!known.TryGetValue(field, out var counters))
            {
                known[field] = counters = new int[values.ValueCount + 1];
                CountMatches(all, [new Column(values, counters)]);
            }

            return counters;
        }
    }

    private static void CountMatches(FixedBitSet matches, List<Column> columns)
    {
        var chunk = ArrayPool<int>.Shared.Rent(ChunkSize + ColumnCounter.LookAhead);
        for (var word = 0; matches.CopyTo(chunk.AsSpan(0, ChunkSize), ref word) is > 0 and var count;)
        {
            chunk.AsSpan(count, ColumnCounter.LookAhead).Clear();
            foreach (var column in columns)
            {
                ColumnCounter.Count(chunk.AsSpan(0, count + ColumnCounter.LookAhead), column.Values, column.Counters);
            }
        }

        ArrayPool<int>.Shared.Return(chunk);
    }

    /// <summary>A column, where its values are counted, and whose part these counters are.</summary>
    private readonly record struct Column(SortedSetDocValues Values, int[] Counters, FacetCounts? Counts = null);
}
