using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>The system of record: posts as fetched, and the state of every feed. Thread-safe. SQLite or PostgreSQL.</summary>
public interface IArchive : IWebhookArchive, IWebSubArchive, IAsyncDisposable
{
    /// <summary>Brings the database to this program's schema; many may start at once.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Takes posts in, one transaction for all: each becomes new, changed, unchanged or a duplicate by the rules of <c>PostIdentity</c>.</summary>
    /// <returns>One result a post, in order.</returns>
    Task<IReadOnlyList<UpsertResult>> UpsertAsync(IReadOnlyList<IncomingPost> posts, CancellationToken cancellationToken);

    /// <summary>The changes after <paramref name="afterSequence"/>, in sequence order, each post at most once (its last change). Never skips one that commits late.</summary>
    IAsyncEnumerable<PostChange> ReadChangesAsync(long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>The highest sequence number that <see cref="ReadChangesAsync"/> would give; 0 when empty.</summary>
    Task<long> GetLastSequenceAsync(CancellationToken cancellationToken);

    /// <summary>The histories that the archive has had, oldest first; the last is the present one. Empty only before the first write to a shared archive.</summary>
    Task<IReadOnlyList<ArchiveHistory>> ListHistoriesAsync(CancellationToken cancellationToken);

    /// <summary>Takes a post out: its text is erased, its keys stay, so that it does not come back with the next fetch. A change like any other.</summary>
    /// <returns>False when there is no such post.</returns>
    Task<bool> RemovePostAsync(string id, CancellationToken cancellationToken);

    Task<long> CountPostsAsync(CancellationToken cancellationToken);

    Task<Post?> GetPostAsync(string id, CancellationToken cancellationToken);

    /// <summary>By any link it was ever seen under, canonical or not.</summary>
    Task<Post?> FindByUrlAsync(string url, CancellationToken cancellationToken);

    /// <summary>Whether a post that was seen under this link has been removed, and stays out.</summary>
    Task<bool> IsRemovedAsync(string url, CancellationToken cancellationToken);

    Task<IReadOnlyList<FeedRecord>> ListFeedsAsync(CancellationToken cancellationToken);

    /// <summary>Those of the addresses that are feeds, in any order.</summary>
    Task<IReadOnlyList<FeedRecord>> FindFeedsAsync(IReadOnlyCollection<string> urls, CancellationToken cancellationToken);

    Task<FeedRecord?> GetFeedAsync(string idOrUrl, CancellationToken cancellationToken);

    /// <summary>Adds it, or gives back the one already there for this address.</summary>
    Task<FeedRecord> AddFeedAsync(FeedRecord feed, CancellationToken cancellationToken);

    Task SaveFeedAsync(FeedRecord feed, CancellationToken cancellationToken);

    /// <summary>Its posts stay; its subscriptions at hubs are to end.</summary>
    Task<bool> RemoveFeedAsync(string id, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> active feeds whose next check has come, oldest first, held for this caller until <paramref name="leasedUntil"/> or until saved. A check more than a month ahead was planned by a clock that ran fast: it has come too.</summary>
    Task<IReadOnlyList<FeedRecord>> LeaseDueFeedsAsync(DateTimeOffset now, DateTimeOffset leasedUntil, int count, CancellationToken cancellationToken);

    /// <summary>Holds a leased feed for longer, or gives it back.</summary>
    /// <param name="leasedUntil">The end of the lease as it was taken.</param>
    /// <param name="newEnd">Null gives the feed back unchecked.</param>
    /// <returns>False when it is this caller's no longer: it was saved, or the lease ran out and another took it.</returns>
    Task<bool> MoveLeaseAsync(string feedId, DateTimeOffset leasedUntil, DateTimeOffset? newEnd, CancellationToken cancellationToken);

    /// <summary>
    /// Holds a registrable domain for <paramref name="holder"/> until <paramref name="heldUntil"/> or until released, if nobody else holds it and the
    /// last to release it did so <paramref name="rest"/> ago or longer. Times are the callers': clocks of machines that share an archive must agree. A hold that ends more than a day ahead is that of a clock that ran fast, and counts for nothing.
    /// </summary>
    /// <returns>Null when it is held now; else when it is worth asking again at the earliest.</returns>
    Task<DateTimeOffset?> HoldDomainAsync(string domain, string holder, DateTimeOffset now, DateTimeOffset heldUntil, TimeSpan rest, CancellationToken cancellationToken);

    /// <summary>Lets a domain go; nothing happens when another holds it by now.</summary>
    Task ReleaseDomainAsync(string domain, string holder, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Remembers what became of a feed's entries; a decision replaces the one of the same feed and key.</summary>
    Task SaveDecisionsAsync(IReadOnlyList<EntryDecision> decisions, CancellationToken cancellationToken);

    /// <summary>The decisions about entries with this link (compared as <c>PostIdentity</c> compares links) or this guid, newest first, at most 50.</summary>
    Task<IReadOnlyList<EntryDecision>> FindDecisionsAsync(string urlOrGuid, CancellationToken cancellationToken);

    /// <summary>Writes a consistent copy of the whole archive to a file while others go on working; a file of that name is replaced when the copy is whole.</summary>
    /// <exception cref="NotSupportedException">PostgreSQL has tools of its own for this.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken);

    Task WriteAuditAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The last entries, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(int limit, CancellationToken cancellationToken);
}
