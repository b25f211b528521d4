using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>What <c>feed check</c> found.</summary>
/// <param name="Asked">The address that was given.</param>
/// <param name="Fetched">The last answer: the feed's, or the one that ended the search.</param>
/// <param name="Parsed">Null when no feed was found.</param>
/// <param name="Candidates">The feeds that the page at the given address points to; empty when it was the feed itself.</param>
/// <param name="Findings">Worst first.</param>
public sealed record FeedCheckReport(
    Uri Asked, FetchResult Fetched, FeedParseResult? Parsed, IReadOnlyList<FeedCandidate> Candidates, IReadOnlyList<FeedFinding> Findings)
{
    /// <summary>Where the feed is; null when none was found.</summary>
    public Uri? FeedUrl => Parsed is null ? null : Fetched.Url;
}
