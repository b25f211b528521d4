using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Facets;

/// <summary>
/// How many of the documents counted have each value of a column. Valid while the reader is open; the counters are
/// borrowed, and disposing gives them back.
/// </summary>
public sealed class FacetCounts : IDisposable
{
    private readonly GlobalOrdinals? _ordinals;
    private readonly int _valueCount;
    private int[] _counters;

    internal FacetCounts(string field, GlobalOrdinals? ordinals)
    {
        Field = field;
        _ordinals = ordinals;
        _valueCount = ordinals?.ValueCount ?? 0;
        _counters = ArrayPool<int>.Shared.Rent(_valueCount + 1);
        _counters.AsSpan(0, _valueCount + 1).Clear();
    }

    public string Field { get; }

    /// <summary>Values that at least one document has.</summary>
    public int Distinct
    {
        get
        {
            var distinct = 0;
            foreach (var count in Counts)
            {
                distinct += count > 0 ? 1 : 0;
            }

            return distinct;
        }
    }

    /// <summary>All counts added up: the documents, when each has one value.</summary>
    public long Sum
    {
        get
        {
            long sum = 0;
            foreach (var count in Counts)
            {
                sum += count;
            }

            return sum;
        }
    }

    private ReadOnlySpan<int> Counts => _counters.AsSpan(1, _valueCount);

    /// <summary>Documents that have a value.</summary>
    public int CountOf(string value) =>
        _ordinals is not null && _ordinals.LookupTerm(Encoding.UTF8.GetBytes(value)) is >= 0 and var ordinal ? Counts[ordinal] : 0;

    /// <summary>The most frequent values; equally frequent ones in the order of their UTF-8.</summary>
    /// <param name="limit">Values wanted at most.</param>
    /// <param name="accepts">Which values are wanted, by their UTF-8; all when null.</param>
    public ImmutableArray<FacetValue> Top(int limit, FacetValueFilter? accepts = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (limit == 0 || _ordinals is null)
        {
            return [];
        }

        var counts = Counts;
        var best = new List<int>(Math.Min(limit, counts.Length) + 1);
        var least = 1;
        for (var ordinal = NextFrom(counts, 0, least); ordinal < counts.Length; ordinal = NextFrom(counts, ordinal + 1, least))
        {
            if (accepts is not null && !accepts(_ordinals.LookupOrd(ordinal)))
            {
                continue;
            }

            var at = best.Count;
            while (at > 0 && Precedes(counts, ordinal, best[at - 1]))
            {
                at--;
            }

            if (at == limit)
            {
                continue;
            }

            best.Insert(at, ordinal);
            if (best.Count > limit)
            {
                best.RemoveAt(limit);
            }

            if (best.Count == limit)
            {
                least = counts[best[^1]];
            }
        }

        var values = new FacetValue[best.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new FacetValue(Encoding.UTF8.GetString(_ordinals.LookupOrd(best[i])), counts[best[i]]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    public void Dispose()
    {
        if (_counters.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_counters);
        }

        _counters = [];
    }

    /// <summary>Where to count in a segment, if its ordinals are the global ones: raised by one, 0 being for none. Null when they are not.</summary>
    internal int[]? CountersFor(int segment) => _ordinals!.MapOf(segment).IsEmpty ? _counters : null;

    /// <summary>Adds what was counted in a segment.</summary>
    /// <param name="counters">By ordinals of the segment, raised by one; 0 counts for none.</param>
    internal void Add(int segment, ReadOnlySpan<int> counters)
    {
        var map = _ordinals!.MapOf(segment);
        for (var ordinal = 0; ordinal + 1 < counters.Length; ordinal++)
        {
            _counters[1 + (map.IsEmpty ? ordinal : map[ordinal])] += counters[ordinal + 1];
        }
    }

    /// <summary>The first place at or after <paramref name="at"/> with a count of <paramref name="least"/> or more; the end when there is none.</summary>
    private static int NextFrom(ReadOnlySpan<int> counts, int at, int least)
    {
        // Few values are among the most frequent, so most are passed a vector at a time.
        var limit = new Vector<int>(least);
        while (at + Vector<int>.Count <= counts.Length && Vector.LessThanAll(new Vector<int>(counts[at..]), limit))
        {
            at += Vector<int>.Count;
        }

        while (at < counts.Length && counts[at] < least)
        {
            at++;
        }

        return at;
    }

    private bool Precedes(ReadOnlySpan<int> counts, int ordinal, int other) =>
        counts[ordinal] != counts[other]
            ? counts[ordinal] > counts[other]
            : _ordinals!.LookupOrd(ordinal).SequenceCompareTo(_ordinals.LookupOrd(other)) < 0;
}
