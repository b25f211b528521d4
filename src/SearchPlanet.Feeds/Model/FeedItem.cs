namespace SearchPlanet.Feeds;

/// <summary>An entry of a feed of any format. The rules of <see cref="Feed"/> hold for addresses, dates and lists.</summary>
public sealed record FeedItem
{
    /// <summary>The guid or id as the feed gave it; it identifies the entry within this feed only.</summary>
    public string? Id { get; init; }

    /// <summary>Plain text.</summary>
    public string? Title { get; init; }

    /// <summary>The entry's page. Feedburner's original link, where there is one, is in <see cref="OriginalLink"/>.</summary>
    public string? Link { get; init; }

    /// <summary>The address behind a feed proxy's (<c>feedburner:origLink</c>).</summary>
    public string? OriginalLink { get; init; }

    /// <summary>JSON Feed's <c>external_url</c>, or Atom's <c>related</c> link: the page that a link post is about.</summary>
    public string? ExternalLink { get; init; }

    public IReadOnlyList<FeedPerson> Authors { get; init; } = [];

    public IReadOnlyList<FeedPerson> Contributors { get; init; } = [];

    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Updated { get; init; }

    /// <summary>RSS description or Atom summary: HTML or plain text as the feed meant it, unescaped once.</summary>
    public FeedText? Summary { get; init; }

    /// <summary>content:encoded, Atom content or xhtml:body.</summary>
    public FeedText? Content { get; init; }

    /// <summary>Where the content is when it is not in the feed (Atom's <c>content/@src</c>).</summary>
    public string? ContentAddress { get; init; }

    /// <summary>The language nearest to the content, or null when the feed's holds.</summary>
    public string? Language { get; init; }

    public IReadOnlyList<FeedCategory> Categories { get; init; } = [];

    public IReadOnlyList<FeedLink> Links { get; init; } = [];

    public IReadOnlyList<FeedEnclosure> Enclosures { get; init; } = [];

    /// <summary><c>podcast:transcript</c> files.</summary>
    public IReadOnlyList<FeedTranscript> Transcripts { get; init; } = [];

    public FeedImage? Image { get; init; }

    /// <summary>Where a planet's entry was first published: Atom <c>source</c>, RSS <c>source</c>.</summary>
    public FeedSource? Source { get; init; }

    public FeedDiscussion Discussion { get; init; } = FeedDiscussion.None;

    public string? Rights { get; init; }

    /// <summary>A podcast's length (<c>itunes:duration</c>).</summary>
    public TimeSpan? Duration { get; init; }
}
