using System.Collections.Concurrent;
using SearchPlanet.Archive;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>
/// The feeds that this process has taken to check. Hundreds of feeds of one domain wait for each other longer than a lease lasts: one that is
/// half over begins anew when its feed's turn comes, and a feed that another process has taken in the meantime is left to it. Thread-safe.
/// </summary>
internal sealed class FeedLeases(IArchive archive, IngestionOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new();

    /// <summary>Takes up to <paramref name="count"/> feeds that are due.</summary>
    public async Task<IReadOnlyList<FeedRecord>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = now + options.Lease;
        var due = await archive.LeaseDueFeedsAsync(now, end, count, cancellationToken);
        foreach (var feed in due)
        {
            _ends[feed.Id] = end;
        }

        return due;
    }

    /// <summary>To be asked when a feed's turn has come.</summary>
    /// <returns>False when the feed is another's by now, or has been checked.</returns>
    public async Task<bool> BeginAsync(FeedRecord feed, CancellationToken cancellationToken)
    {
        if (!_ends.TryGetValue(feed.Id, out var end))
        {
            return false;
        }

        var now = time.GetUtcNow();
        if (end - now > options.Lease / 2)
        {
            return true;
        }

        var newEnd = now + options.Lease;
        var isOurs = await archive.MoveLeaseAsync(feed.Id, end, newEnd, cancellationToken);
        if (isOurs)
        {
            _ends[feed.Id] = newEnd;
        }
        else
        {
            _ends.TryRemove(feed.Id, out _);
        }

        return isOurs;
    }

    /// <summary>Gives a feed back that was not checked, so that the next process need not wait for the lease to run out.</summary>
    public async Task GiveBackAsync(FeedRecord feed)
    {
        if (_ends.TryRemove(feed.Id, out var end))
        {
            await archive.MoveLeaseAsync(feed.Id, end, newEnd: null, CancellationToken.None);
        }
    }

    /// <summary>Forgets a feed whose check is over; saving it has ended the lease.</summary>
    public void End(FeedRecord feed) => _ends.TryRemove(feed.Id, out _);
}
