using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Keeps the matches of filters as bit sets, by segment, so that a filter chosen again costs nothing: the least recently
/// used go when the bound is reached. A segment's sets serve every snapshot that holds it (deleted documents are among
/// them); those of segments merged away age out, and keep nothing of the segment itself in memory. Shared by threads.
/// </summary>
public sealed class FilterCache(long maxBytes = 64L << 20)
{
    private readonly Lock _lock = new();

    // A segment's part goes with it from here; the list alone holds on to its sets until their turn.
    private readonly ConditionalWeakTable<object, Dictionary<Query, LinkedListNode<Entry>>> _segments = [];
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
        var segment = _segments.GetOrCreateValue(leaf.Reader.CoreKey);
        lock (_lock)
        {
            if (segment.TryGetValue(filter, out var node))
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
            var node = new LinkedListNode<Entry>(new Entry(segment, filter, bits));
            if (segment.TryAdd(filter, node))
            {
                _recentFirst.AddFirst(node);
                _bytes += SizeOf(bits);
            }

            while (_bytes > maxBytes && _recentFirst.Last is { } last)
            {
                _recentFirst.RemoveLast();
                last.Value.Segment.Remove(last.Value.Filter);
                _bytes -= SizeOf(last.Value.Bits);
            }
        }

        return bits;
    }

    private static long SizeOf(FixedBitSet bits) => (8L * bits.Words.Length) + 200;

    private sealed record Entry(Dictionary<Query, LinkedListNode<Entry>> Segment, Query Filter, FixedBitSet Bits);
}
