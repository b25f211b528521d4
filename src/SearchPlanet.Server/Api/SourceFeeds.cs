using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Posts;

namespace SearchPlanet.Server.Api;

/// <summary>Which blog a feed belongs to, and how it is doing, in words.</summary>
internal static class SourceFeeds
{
    /// <summary>The id of the source that a feed is read for; for a planet's own feed, the planet's host.</summary>
    public static string SourceOf(FeedRecord feed) => SourceIdentity.FromUrl(feed.SiteUrl) ?? SourceIdentity.FromUrl(feed.Url) ?? feed.Id;

    /// <summary>What a check found, ready to be subscribed to; null when it found no feed.</summary>
    public static FeedRecord? Subscribe(FeedCheckReport report) => report is not { FeedUrl: { } url, Parsed: { } parsed }
        ? null
        : new FeedRecord
        {
            Id = FeedRecord.IdOf(url.AbsoluteUri), Url = url.AbsoluteUri, Title = parsed.Feed.Title, SiteUrl = parsed.Feed.Link, Language = parsed.Feed.Language,
        };

    /// <summary>One sentence for the blog's author.</summary>
    public static string Describe(FeedRecord feed) => feed switch
    {
        { State: FeedState.Paused } => "An operator has paused this feed.",
        { State: FeedState.Gone } => "The server said that this feed is gone for good, or it has been dead for long. It is no longer fetched.",
        { LastFetch: null } => "This feed is new and has not been fetched yet.",
        { LastError: { } error } => $"The last fetch failed: {error.TrimEnd('.')}." + (feed.ConsecutiveErrors > 1 ? $" That was failure number {feed.ConsecutiveErrors} in a row." : ""),
        _ => $"The last fetch went well and found {feed.EntryCount} entries.",
    };
}
