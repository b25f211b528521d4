namespace SearchPlanet.Feeds;

/// <summary>
/// A feed of any format, in one shape. Addresses are absolute where a base is known and otherwise as the feed gave
/// them; dates are in UTC and null when missing or unreadable; lists are empty, never null.
/// </summary>
public sealed record Feed
{
    /// <summary>Plain text.</summary>
    public string? Title { get; init; }

    /// <summary>The page that the feed belongs to.</summary>
    public string? Link { get; init; }

    /// <summary>HTML or plain text as the feed meant it, unescaped once.</summary>
    public string? Description { get; init; }

    /// <summary>A BCP 47 tag as written.</summary>
    public string? Language { get; init; }

    public string? Id { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public DateTimeOffset? Published { get; init; }

    public IReadOnlyList<FeedPerson> Authors { get; init; } = [];

    public IReadOnlyList<FeedPerson> Contributors { get; init; } = [];

    public IReadOnlyList<FeedCategory> Categories { get; init; } = [];

    /// <summary>Every link with its relation, in document order.</summary>
    public IReadOnlyList<FeedLink> Links { get; init; } = [];

    public IReadOnlyList<FeedItem> Items { get; init; } = [];

    public string? Generator { get; init; }

    public string? Rights { get; init; }

    public FeedImage? Image { get; init; }

    /// <summary>How often and when the publisher wants to be asked.</summary>
    public FeedSchedule Schedule { get; init; } = FeedSchedule.Unstated;

    /// <summary>RFC 5005 <c>fh:complete</c>: the document holds every entry there ever was.</summary>
    public bool IsComplete { get; init; }

    /// <summary>RFC 5005 <c>fh:archive</c>: this document is an archive page.</summary>
    public bool IsArchive { get; init; }

    /// <summary>Where the feed says it moved to (<c>itunes:new-feed-url</c>).</summary>
    public string? NewAddress { get; init; }

    /// <summary>The feed's own address as it states it.</summary>
    public string? SelfLink => LinkTo("self");

    /// <summary>WebSub hubs.</summary>
    public IEnumerable<string> Hubs => Links.Where(link => link.Relation == "hub").Select(link => link.Address);

    /// <summary>RFC 5005: the archive document before this one.</summary>
    public string? PreviousArchive => LinkTo("prev-archive");

    /// <summary>RFC 5005 paged feeds (and JSON Feed's <c>next_url</c>): the page with older entries.</summary>
    public string? NextPage => LinkTo("next");

    /// <summary>RFC 5005: the subscription document of an archive page.</summary>
    public string? Current => LinkTo("current");

    private string? LinkTo(string relation) => Links.FirstOrDefault(link => link.Relation == relation)?.Address;
}
