using SearchPlanet.Archive;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>A source (blog) with its posts in the index and the health of the feeds that are read for it.</summary>
public sealed record SourceAnswer(string Id, string Title, int Posts, DateOnly? LastPublished, IReadOnlyList<SourceAnswer.FeedHealth> Feeds)
{
    public static SourceAnswer Of(ListEntry entry, IEnumerable<FeedRecord> feeds) =>
        new(entry.Value, entry.Label, entry.Count, entry.LastPublished, [.. feeds.Select(FeedHealth.Of)]);

    /// <param name="Error">In plain words; null when the last fetch went well.</param>
    public sealed record FeedHealth(
        string Id, string Url, string? Title, string? SiteUrl, string? Planet, string State,
        DateTime? LastFetch, DateTime? LastSuccess, DateTime? NextCheck, int? LastStatus, string? Error, int Entries)
    {
        public static FeedHealth Of(FeedRecord feed) => new(
            feed.Id, feed.Url, feed.Title, feed.SiteUrl, feed.Planet, feed.State.ToString().ToLowerInvariant(),
            feed.LastFetch?.UtcDateTime, feed.LastSuccess?.UtcDateTime,
            feed.State == FeedState.Active ? feed.NextCheck.UtcDateTime : null,
            feed.LastStatus, feed.LastError, feed.EntryCount);
    }
}
