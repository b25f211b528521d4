namespace SearchPlanet.Feeds;

/// <summary>A text and what it is. HTML is as the feed meant it, unescaped once, untrusted, with relative links resolved.</summary>
/// <param name="Value">The text.</param>
/// <param name="IsHtml">False for what the feed says, or shows, to be plain text.</param>
public sealed record FeedText(string Value, bool IsHtml);
