using System.Collections.Immutable;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// One numbering of a column's values over all segments of a <see cref="DirectoryReader"/>. Immutable and shared.
/// Global ordinals name values, they do not sort them: a value that a new segment brings is appended, so that a refresh
/// costs what the new segments hold.
/// </summary>
/// <remarks>The greatest segment's own ordinals are the first global ones, read from its dictionary in place; only values that it has
/// not are kept on the heap. When that segment is merged away, all is numbered anew.</remarks>
public sealed class GlobalOrdinals
{
    private readonly SegmentCore? _baseCore;
    private readonly SortedSetDocValues? _base;
    private readonly int _baseCount;
    private readonly Extras _extras;
    private readonly int _extraCount;
    private readonly (SegmentCore Core, int[] Map)[] _maps;

    private GlobalOrdinals(SegmentCore? baseCore, SortedSetDocValues? baseValues, Extras extras, (SegmentCore Core, int[] Map)[] maps)
    {
        _baseCore = baseCore;
        _base = baseValues;
        _baseCount = baseValues?.ValueCount ?? 0;
        _extras = extras;
        _extraCount = extras.Count;
        _maps = maps;
    }

    /// <summary>Global ordinals are below this; some may have no document any more.</summary>
    public int ValueCount => _baseCount + _extraCount;

    /// <summary>For each ordinal of a segment its global one; empty when they are the same.</summary>
    /// <param name="segment">Place of the segment in <see cref="DirectoryReader.Leaves"/>.</param>
    public ReadOnlySpan<int> MapOf(int segment) => _maps[segment].Map;

    /// <summary>The UTF-8 of a value.</summary>
    public ReadOnlySpan<byte> LookupOrd(int globalOrdinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)globalOrdinal, (uint)ValueCount, nameof(globalOrdinal));
        return globalOrdinal < _baseCount ? _base!.LookupOrd(globalOrdinal) : _extras[globalOrdinal - _baseCount];
    }

    /// <summary>The global ordinal of a value, or -1.</summary>
    public int LookupTerm(ReadOnlySpan<byte> value)
    {
        var ordinal = _base?.LookupTerm(value) ?? -1;
        if (ordinal >= 0)
        {
            return ordinal;
        }

        var extra = _extras.Find(value);
        return extra >= 0 && extra < _extraCount ? _baseCount + extra : -1;
    }

    internal static GlobalOrdinals Build(ImmutableArray<Leaf> leaves, string field, GlobalOrdinals? before)
    {
        var greatest = leaves.Where(l => l.Reader.SortedSetDocValues(field) is not null).MaxBy(l => l.Reader.SortedSetDocValues(field)!.ValueCount);
        if (greatest is null)
        {
            return new GlobalOrdinals(null, null, new Extras(), [.. leaves.Select(static l => (l.Reader.Core, Array.Empty<int>()))]);
        }

        // Numbering on is possible while the first segment is there, and no half of the extras can be left over from merged ones.
        var isContinued = before?._baseCore is { } known && leaves.Any(l => l.Reader.Core == known)
            && before._extraCount <= Math.Max(1024, 2 * before._baseCount);
        var baseCore = isContinued ? before!._baseCore! : greatest.Reader.Core;
        var baseValues = baseCore.Sets(baseCore.Schema.NumberOf(field))!;
        var extras = isContinued ? before!._extras : new Extras();
        var mapped = isContinued ? before!._maps.ToDictionary(static m => m.Core, static m => m.Map) : [];
        var maps = new (SegmentCore, int[])[leaves.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            var core = leaves[i].Reader.Core;
            if (!mapped.TryGetValue(core, out var map))
            {
                map = core == baseCore ? [] : Map(leaves[i].Reader.SortedSetDocValues(field), baseValues, extras);
            }

            maps[i] = (core, map);
        }

        return new GlobalOrdinals(baseCore, baseValues, extras, maps);
    }

    private static int[] Map(SortedSetDocValues? values, SortedSetDocValues baseValues, Extras extras)
    {
        if (values is null)
        {
            return [];
        }

        var map = new int[values.ValueCount];
        for (var ordinal = 0; ordinal < map.Length; ordinal++)
        {
            var value = values.LookupOrd(ordinal);
            var known = baseValues.LookupTerm(value);
            map[ordinal] = known >= 0 ? known : baseValues.ValueCount + extras.Add(value);
        }

        return map;
    }

    /// <summary>Values beyond the first segment's. Only grows, and is shared by the snapshots that number on from each other, each seeing as many as it knew.</summary>
    private sealed class Extras
    {
        private readonly Lock _lock = new();
        private readonly TermHash _values = new();

        public int Count
        {
            get
            {
                lock (_lock)
                {
                    return _values.Count;
                }
            }
        }

        public ReadOnlySpan<byte> this[int number]
        {
            get
            {
                // The array behind a span stays as it is when the hash grows into another.
                lock (_lock)
                {
                    return _values[number];
                }
            }
        }

        public int Add(ReadOnlySpan<byte> value)
        {
            lock (_lock)
            {
                return _values.Add(value);
            }
        }

        public int Find(ReadOnlySpan<byte> value)
        {
            lock (_lock)
            {
                return _values.Find(value);
            }
        }
    }
}
