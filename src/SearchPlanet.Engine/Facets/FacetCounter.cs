using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
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

    // Documents between asking for an entry and reading it.
    private const int Ahead = 16;

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
        var chunk = ArrayPool<int>.Shared.Rent(ChunkSize + 64);
        var words = matches.Words;
        for (var w = 0; w < words.Length;)
        {
            var count = 0;
            for (; w < words.Length && count < ChunkSize; w++)
            {
                for (var word = words[w]; word != 0; word &= word - 1)
                {
                    chunk[count++] = (w << 6) + BitOperations.TrailingZeroCount(word);
                }
            }
            foreach (var column in columns)
            {
                CountChunk(chunk.AsSpan(0, count), column.Values, column.Counters);
            }
        }
        ArrayPool<int>.Shared.Return(chunk);
    }

    private static void CountChunk(ReadOnlySpan<int> docs, SortedSetDocValues column, int[] counts)
    {
        switch (column.OrdinalWidth)
        {
            case 1:
                CountChunk(docs, column, column.Ordinals1, counts);
                break;
            case 2:
                CountChunk(docs, column, column.Ordinals2, counts);
                break;
            default:
                CountChunk(docs, column, column.Ordinals4, counts);
                break;
        }
    }

    private static void CountChunk<T>(ReadOnlySpan<int> docs, SortedSetDocValues column, ReadOnlySpan<T> entries, int[] counts)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (column.IsSingleValued)
        {
            for (var i = 0; i < docs.Length; i++)
            {
                Prefetch(entries, docs[Math.Min(i + Ahead, docs.Length - 1)]);
                counts[int.CreateTruncating(entries[docs[i]])]++;
            }
            return;
        }
        // Most documents have a few values, but how many no branch predictor knows: up to three are added without a branch.
        var offsets = column.Offsets;
        for (var i = 0; i < docs.Length; i++)
        {
            Prefetch(offsets, docs[Math.Min(i + (2 * Ahead), docs.Length - 1)]);
            Prefetch(entries, (int)offsets[docs[Math.Min(i + Ahead, docs.Length - 1)]]);
            var doc = docs[i];
            var start = (int)offsets[doc];
            var count = (int)offsets[doc + 1] - start;
            if (count <= 3 && start + 3 <= entries.Length)
            {
                var values = entries.Slice(start, 3);
                counts[int.CreateTruncating(values[0])] += IsBelow(0, count);
                counts[int.CreateTruncating(values[1])] += IsBelow(1, count);
                counts[int.CreateTruncating(values[2])] += IsBelow(2, count);
                continue;
            }
            foreach (var ordinal in entries.Slice(start, count))
            {
                counts[int.CreateTruncating(ordinal)]++;
            }
        }
    }

    /// <summary>
    /// Asks the cache for an entry that will be read soon: matches are too irregular for the hardware to guess. An address
    /// out of the column is harmless, a prefetch never faults.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch<T>(ReadOnlySpan<T> entries, int index)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetReference(entries), index)));
        }
    }

    /// <summary>1 when <paramref name="i"/> is below <paramref name="count"/>, otherwise 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IsBelow(int i, int count) => (int)((uint)(i - count) >> 31);

    /// <summary>A column, where its values are counted, and whose part these counters are.</summary>
    private readonly record struct Column(SortedSetDocValues Values, int[] Counters, FacetCounts? Counts = null);
}
