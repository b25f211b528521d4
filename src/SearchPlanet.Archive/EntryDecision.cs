namespace SearchPlanet.Archive;

/// <summary>What became of one entry of a feed when it was last seen: the answer to "why is my post not here?".</summary>
/// <param name="FeedId">The feed it came in.</param>
/// <param name="Key">Its guid, else its link, else its title: one decision is kept for each key of a feed, the last.</param>
/// <param name="Url">Its link as the feed gave it; null when it gave none.</param>
/// <param name="Title">Plain text, maybe empty.</param>
/// <param name="Reason">In plain words; null when the verdict says all.</param>
/// <param name="PostId">The story it belongs to; null when filtered or refused.</param>
/// <param name="At">When it was decided. UTC.</param>
public sealed record EntryDecision(string FeedId, string Key, string? Url, string Title, EntryVerdict Verdict, string? Reason, string? PostId, DateTimeOffset At);
