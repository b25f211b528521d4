using System.Collections.Immutable;
using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Facets;

/// <summary>How many of the documents counted have each value of a column. Valid while the reader is open.</summary>
public sealed class FacetCounts
{
    private readonly GlobalOrdinals? _ordinals;
    private readonly int[] _counts;

    internal FacetCounts(string field, GlobalOrdinals? ordinals, int[] counts)
    {
        Field = field;
        _ordinals = ordinals;
        _counts = counts;
    }

    public string Field { get; }

    /// <summary>Values that at least one document has.</summary>
    public int Distinct
    {
        get
        {
            var distinct = 0;
            foreach (var count in _counts)
                distinct += count > 0 ? 1 : 0;
            return distinct;
        }
    }

    /// <summary>All counts added up: the documents, when each has one value.</summary>
    public long Sum
    {
        get
        {
            long sum = 0;
            foreach (var count in _counts)
                sum += count;
            return sum;
        }
    }

    /// <summary>Documents that have a value.</summary>
    public int CountOf(string value) =>
        _ordinals is not null && _ordinals.LookupTerm(Encoding.UTF8.GetBytes(value)) is >= 0 and var ordinal ? _counts[ordinal] : 0;

    /// <summary>The most frequent values; equally frequent ones in the order of their UTF-8.</summary>
    /// <param name="limit">Values wanted at most.</param>
    /// <param name="accepts">Which values are wanted, by their UTF-8; all when null.</param>
    public ImmutableArray<FacetValue> Top(int limit, FacetValueFilter? accepts = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (limit == 0 || _ordinals is null)
            return [];
        var best = new List<int>(Math.Min(limit, _counts.Length) + 1);
        var least = 1;
        for (var ordinal = 0; ordinal < _counts.Length; ordinal++)
        {
            if (_counts[ordinal] < least || (accepts is not null && !accepts(_ordinals.LookupOrd(ordinal))))
                continue;
            var at = best.Count;
            while (at > 0 && Precedes(ordinal, best[at - 1]))
                at--;
            if (at == limit)
                continue;
            best.Insert(at, ordinal);
            if (best.Count > limit)
                best.RemoveAt(limit);
            if (best.Count == limit)
                least = _counts[best[^1]];
        }
        return [.. best.Select(ordinal => new FacetValue(Encoding.UTF8.GetString(_ordinals.LookupOrd(ordinal)), _counts[ordinal]))];
    }

    private bool Precedes(int ordinal, int other) =>
        _counts[ordinal] != _counts[other]
            ? _counts[ordinal] > _counts[other]
            : _ordinals!.LookupOrd(ordinal).SequenceCompareTo(_ordinals.LookupOrd(other)) < 0;
}
