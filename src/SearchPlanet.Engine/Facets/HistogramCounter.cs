using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Facets;

/// <summary>Counts matches by ranges of a numeric column: months of dates, decades, prices.</summary>
public static class HistogramCounter
{
    private const int ChunkSize = 1024;
    private const int Slots = 4096;

    /// <summary>How many matches have a number in each range.</summary>
    /// <param name="edges">Rising; range i is from <c>edges[i]</c> to <c>edges[i + 1]</c>, not included.</param>
    /// <returns>One count less than there are edges. Documents outside or without a number are not counted.</returns>
    public static int[] Count(MatchSet matches, string field, ImmutableArray<long> edges, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(matches);
        for (var i = 1; i < edges.Length; i++)
        {
            if (edges[i] <= edges[i - 1])
            {
                throw new ArgumentException("Edges rise.", nameof(edges));
            }
        }

        if (edges.Length < 2)
        {
            return [];
        }

        var counts = new int[edges.Length - 1];
        var ranges = new Ranges(edges);
        foreach (var leaf in matches.Reader.Leaves)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (leaf.Reader.NumericDocValues(field) is { } column)
            {
                CountSegment(matches.Segments[leaf.Ordinal], column, ranges, counts);
            }
        }

        return counts;
    }

    private static void CountSegment(FixedBitSet matches, NumericDocValues column, Ranges ranges, int[] counts)
    {
        Span<int> docs = new int[ChunkSize];
        Span<long> values = new long[ChunkSize];
        var allHaveValues = column.Count == column.MaxDoc;
        for (var word = 0; matches.CopyTo(docs, ref word) is > 0 and var count;)
        {
            column.Fill(docs[..count], values);
            for (var i = 0; i < count; i++)
            {
                var range = ranges.Of(values[i]);
                if (range >= 0 && (allHaveValues || column.HasValue(docs[i])))
                {
                    counts[range]++;
                }
            }
        }
    }

    /// <summary>Finds the range of a number by a table of equal slots, each of which knows its first range.</summary>
    private sealed class Ranges
    {
        private readonly ImmutableArray<long> _edges;
        private readonly int[] _first = new int[Slots];
        private readonly int _shift;

        internal Ranges(ImmutableArray<long> edges)
        {
            _edges = edges;
            var span = (ulong)(edges[^1] - edges[0]);
            while (span >> _shift >= Slots)
            {
                _shift++;
            }

            var range = 0;
            for (var slot = 0; slot < Slots; slot++)
            {
                var start = (ulong)slot << _shift;
                while (range < edges.Length - 2 && (ulong)(edges[range + 1] - edges[0]) <= start)
                {
                    range++;
                }

                _first[slot] = range;
            }
        }

        internal int Of(long value)
        {
            if (value < _edges[0] || value >= _edges[^1])
            {
                return -1;
            }

            var range = _first[(int)((ulong)(value - _edges[0]) >> _shift)];
            while (value >= _edges[range + 1])
            {
                range++;
            }

            return range;
        }
    }
}
