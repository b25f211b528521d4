using System.Numerics;
using System.Runtime.Intrinsics.X86;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Facets;

/// <summary>Counts the values that some documents have in a column, reading its entries in place.</summary>
/// <remarks>
/// Bounds: documents rise, so the last one tells whether all are in the column, which has an entry (or, with sets, an offset and
/// another behind it) for each document of the segment. Offsets and ordinals come from a file: each is checked before it is used.
/// </remarks>
internal static unsafe class ColumnCounter
{
    /// <summary>Documents behind those counted that are asked for ahead; any of the segment will do.</summary>
    public const int LookAhead = 2 * Ahead;

    // Documents between asking for an entry and reading it.
    private const int Ahead = 32;

    // Values copied at once: few documents have more.
    private const int Row = 8;

    private const int RoomForValues = 1024;

    /// <summary>Adds one for each value of each document.</summary>
    /// <param name="docs">Rising, but for the last <see cref="LookAhead"/>, which are not counted.</param>
    /// <param name="counts">By ordinals raised by one; 0 counts documents without a value.</param>
    public static void Count(ReadOnlySpan<int> docs, SortedSetDocValues column, Span<int> counts)
    {
        switch (column.OrdinalWidth)
        {
            case 1:
                Count(docs, column, column.Ordinals1, counts);
                break;
            case 2:
                Count(docs, column, column.Ordinals2, counts);
                break;
            default:
                Count(docs, column, column.Ordinals4, counts);
                break;
        }
    }

    private static void Count<T>(ReadOnlySpan<int> docs, SortedSetDocValues column, ReadOnlySpan<T> entries, Span<int> counts)
        where T : unmanaged, IBinaryInteger<T>
    {
        var count = docs.Length - LookAhead;
        if (count <= 0)
        {
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)docs[count - 1], (uint)column.MaxDoc, nameof(docs));
        fixed (int* first = docs)
        fixed (T* entry = entries)
        fixed (uint* offsets = column.Offsets)
        {
            if (column.IsSingleValued)
            {
                CountSingle(first, first + count, entry, counts);
            }
            else
            {
                CountSets(first, first + count, offsets, entry, entries.Length, counts);
            }
        }
    }

    private static void CountSingle<T>(int* docs, int* end, T* entries, Span<int> counts)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (; docs < end; docs++)
        {
            Prefetch(entries + docs[Ahead]);
            counts[int.CreateTruncating(entries[*docs])]++;
        }
    }

    /// <summary>
    /// Copies the documents' values one behind the other, then counts them: how many a document has no branch predictor knows, so
    /// a whole row is copied and what is too much overwritten by the next.
    /// </summary>
    private static void CountSets<T>(int* docs, int* end, uint* offsets, T* entries, long entryCount, Span<int> counts)
        where T : unmanaged, IBinaryInteger<T>
    {
        var values = stackalloc T[RoomForValues];
        var filled = 0;
        for (; docs < end; docs++)
        {
            Prefetch(offsets + docs[2 * Ahead]);
            Prefetch(entries + offsets[docs[Ahead]]);
            var start = offsets[*docs];
            var count = offsets[*docs + 1] - start;
            if (count <= Row && start + (long)Row <= entryCount)
            {
                new ReadOnlySpan<T>(entries + start, Row).CopyTo(new Span<T>(values + filled, Row));
                filled += (int)count;
                if (filled > RoomForValues - Row)
                {
                    CountValues(new ReadOnlySpan<T>(values, filled), counts);
                    filled = 0;
                }
            }
            else
            {
                CountValues(new ReadOnlySpan<T>(entries, (int)entryCount).Slice((int)start, (int)count), counts);
            }
        }

        CountValues(new ReadOnlySpan<T>(values, filled), counts);
    }

    private static void CountValues<T>(ReadOnlySpan<T> values, Span<int> counts)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var ordinal in values)
        {
            counts[int.CreateTruncating(ordinal)]++;
        }
    }

    /// <summary>
    /// Asks the cache for what will be read soon: matches are too irregular for the hardware to guess. An address out of the
    /// column is harmless, a prefetch never faults.
    /// </summary>
    private static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
