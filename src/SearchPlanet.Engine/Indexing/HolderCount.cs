namespace SearchPlanet.Engine.Indexing;

/// <summary>How many hold something that the last of them closes. Begins with one holder; at none it stays closed. For any threads.</summary>
internal sealed class HolderCount
{
    private int _holders = 1;

    /// <summary>Becomes a holder; false when the last one has let go already.</summary>
    internal bool TryAdd()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    /// <summary>Lets go; true for the last holder, who closes.</summary>
    internal bool Remove() => Interlocked.Decrement(ref _holders) == 0;
}
