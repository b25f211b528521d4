using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Keeps the matches of filters as bit sets, by segment, so that a filter chosen again costs nothing: the least recently
/// used go when the bound is reached. A segment's sets serve every snapshot that holds it (deleted documents are among
/// them); those of segments merged away age out. Shared by threads.
/// </summary>
public sealed class FilterCache(long maxBytes = 64L << 20)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recentFirst = [];
    private long _bytes;

    /// <summary>Bytes held now.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The documents of a segment that a filter matches, deleted ones included; not to be changed.</summary>
    internal FixedBitSet Get(Weight weight, Query filter, Leaf leaf)
    {
        var key = new Key(leaf.Reader.CoreKey, filter);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _recentFirst.Remove(node);
                _recentFirst.AddFirst(node);
                return node.Value.Bits;
            }
        }

        var bits = new FixedBitSet(leaf.Reader.MaxDoc);
        weight.Scorer(leaf)?.FillMatches(0, leaf.Reader.MaxDoc, bits.Words);
        lock (_lock)
        {
            if (_entries.TryAdd(key, new LinkedListNode<Entry>(new Entry(key, bits))))
            {
                _recentFirst.AddFirst(_entries[key]);
                _bytes += SizeOf(bits);
            }

            while (_bytes > maxBytes && _recentFirst.Last is { } last)
            {
                _recentFirst.RemoveLast();
                _entries.Remove(last.Value.Key);
                _bytes -= SizeOf(last.Value.Bits);
            }
        }

        return bits;
    }

    private static long SizeOf(FixedBitSet bits) => (8L * bits.Words.Length) + 200;

    // Core keys are compared as objects: one segment is one object.
    private sealed record Key(object Core, Query Filter)
    {
        public bool Equals(Key? other) => other is not null && ReferenceEquals(Core, other.Core) && Filter.Equals(other.Filter);

        public override int GetHashCode() => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Core), Filter);
    }

    private sealed record Entry(Key Key, FixedBitSet Bits);
}
