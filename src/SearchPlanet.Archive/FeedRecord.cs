using SearchPlanet.Posts;

namespace SearchPlanet.Archive;

/// <summary>A subscription and what its fetches have shown.</summary>
public sealed record FeedRecord
{
    /// <summary>Stable: 16 hex digits of the hash of the address it was first added under.</summary>
    public required string Id { get; init; }

    public required string Url { get; init; }

    /// <summary>The planet it belongs to; null for a blog of its own.</summary>
    public string? Planet { get; init; }

    /// <summary>True when this feed is the planet's own river: its entries come from many blogs.</summary>
    public bool IsPlanet { get; init; }

    public string? Title { get; init; }

    public string? SiteUrl { get; init; }

    public string? Language { get; init; }

    public FeedState State { get; init; }

    /// <summary>The validator as the server sent it, quotes and all.</summary>
    public string? ETag { get; init; }

    /// <summary>The validator as the server sent it.</summary>
    public string? LastModified { get; init; }

    public DateTimeOffset? LastFetch { get; init; }

    public DateTimeOffset? LastSuccess { get; init; }

    public DateTimeOffset NextCheck { get; init; }

    /// <summary>HTTP status of the last fetch; null when none came.</summary>
    public int? LastStatus { get; init; }

    /// <summary>In plain words, for operators and authors; null after a success.</summary>
    public string? LastError { get; init; }

    public int ConsecutiveErrors { get; init; }

    /// <summary>Entries the last parsed document held.</summary>
    public int EntryCount { get; init; }

    /// <summary>Where permanent redirects, or the documents themselves, have pointed since <see cref="MovedSince"/>; the address changes when they have agreed for days.</summary>
    public string? MovedTo { get; init; }

    public DateTimeOffset? MovedSince { get; init; }

    /// <summary>Where the last document says that the feed lives now (<c>itunes:new-feed-url</c>); null when it does not.</summary>
    public string? StatedUrl { get; init; }

    /// <summary>Something an operator should look at: the title, host or language flipped; null when nothing.</summary>
    public string? Flag { get; init; }

    /// <summary>How often the feed posts: the mean time between its newest entries; null until a document has told.</summary>
    public TimeSpan? PostingInterval { get; init; }

    /// <summary>The date of the newest entry ever seen, never in the future; null when none was dated.</summary>
    public DateTimeOffset? NewestEntry { get; init; }

    /// <summary>The least time between two checks that the last document asks for (<c>ttl</c>, <c>sy:updatePeriod</c>); null when it asks for none.</summary>
    public TimeSpan? MinimumInterval { get; init; }

    /// <summary>RSS <c>skipHours</c>: bit n set means no checks in hour n, UTC.</summary>
    public int SkipHours { get; init; }

    /// <summary>RSS <c>skipDays</c>: bit n set means no checks on that <see cref="DayOfWeek"/>, UTC.</summary>
    public int SkipDays { get; init; }

    /// <summary>The page of older entries to read next; null when none is known.</summary>
    public string? BackfillNext { get; init; }

    /// <summary>Pages of older entries asked for so far.</summary>
    public int BackfillPages { get; init; }

    /// <summary>True once the feed's past has been read as far as it reaches.</summary>
    public bool BackfillDone { get; init; }

    /// <summary>The <see cref="Id"/> of a feed that is added under this address: the same for all spellings that lead to it.</summary>
    public static string IdOf(string url) => (PostIdentity.UrlKey(url) ?? PostIdentity.TextKey(url)).ToString("x16");
}
