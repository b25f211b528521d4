namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// Bit sets of one segment's length that searches borrow: a bit a document is more than a garbage collector should clear
/// up behind every query. Shared by threads; goes with the segment.
/// </summary>
internal sealed class BitSetPool(int length)
{
    // A search borrows two or three: its matches, and a set for each dimension of facets with a choice.
    private readonly FixedBitSet?[] _free = new FixedBitSet?[8];

    /// <summary>An empty set.</summary>
    public FixedBitSet Rent()
    {
        foreach (ref var place in _free.AsSpan())
        {
            if (place is not null && Interlocked.Exchange(ref place, null) is { } free)
            {
                free.ClearAll();
                return free;
            }
        }

        return new FixedBitSet(length);
    }

    /// <summary>Takes back a set that nobody will touch again; one too many is left to the garbage collector.</summary>
    public void Return(FixedBitSet set)
    {
        foreach (ref var place in _free.AsSpan())
        {
            if (place is null && Interlocked.CompareExchange(ref place, set, null) is null)
            {
                return;
            }
        }
    }
}
