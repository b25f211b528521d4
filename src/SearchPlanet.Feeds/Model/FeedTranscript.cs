namespace SearchPlanet.Feeds;

/// <summary>A transcript of an episode (<c>podcast:transcript</c>).</summary>
/// <param name="MediaType">As stated: text/vtt, application/x-subrip, application/json, text/html, text/plain …</param>
/// <param name="IsCaptions">The file has times (<c>rel="captions"</c>).</param>
public sealed record FeedTranscript(string Address, string? MediaType, string? Language, bool IsCaptions);
