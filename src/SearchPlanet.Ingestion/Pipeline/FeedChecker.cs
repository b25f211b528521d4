using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Encodings;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Looks at a feed as a visitor would: <c>feed check URL</c>. Writes nothing.</summary>
public sealed class FeedChecker(IDocumentSource documents, TimeProvider time)
{
    /// <summary>Feeds of a page that are tried before giving up.</summary>
    private const int MaxCandidates = 4;

    /// <summary>Finds the feed at an address, or behind the page there, and says everything that is odd about it.</summary>
    public async Task<FeedCheckReport> CheckAsync(Uri url, CancellationToken cancellationToken)
    {
        var (fetched, parsed) = await ReadAsync(url, cancellationToken);
        if (parsed is null)
        {
            return Ended(url, fetched, [], $"It could not be fetched: {fetched.Error}.");
        }

        if (parsed.IsFeed)
        {
            return await ReportAsync(url, fetched, parsed, [], cancellationToken);
        }

        var candidates = FeedDiscovery.Find(PageDecoder.Decode(fetched.Body.Span, fetched.ContentType), fetched.Url);
        foreach (var candidate in candidates.Take(MaxCandidates))
        {
            var (next, nextParsed) = await ReadAsync(new Uri(candidate.Address), cancellationToken);
            if (nextParsed is { IsFeed: true })
            {
                return await ReportAsync(url, next, nextParsed, candidates, cancellationToken);
            }
        }

        return Ended(url, fetched, candidates, candidates.Count == 0 ? "It is no feed, and points to none." : "It is no feed, and none of the feeds that it points to can be read.");
    }

    private async Task<(FetchResult Fetched, FeedParseResult? Parsed)> ReadAsync(Uri url, CancellationToken cancellationToken)
    {
        var fetched = await documents.FetchAsync(new FetchRequest(url), cancellationToken);
        var parsed = fetched.Outcome == FetchOutcome.Content
            ? FeedParser.Parse(fetched.Body, new FeedContext { Url = fetched.Url, ContentType = fetched.ContentType, Headers = fetched.Headers })
            : null;
        return (fetched, parsed);
    }

    private async Task<FeedCheckReport> ReportAsync(
        Uri asked, FetchResult fetched, FeedParseResult parsed, IReadOnlyList<FeedCandidate> candidates, CancellationToken cancellationToken)
    {
        var findings = FeedFindings.Of(fetched, parsed, time.GetUtcNow()).ToList();
        if (fetched.ETag is not null || fetched.LastModified is not null)
        {
            var again = await documents.FetchAsync(new FetchRequest(fetched.Url, fetched.ETag, fetched.LastModified), cancellationToken);
            if (again.Outcome == FetchOutcome.Content)
            {
                findings.Add(new FeedFinding(FeedFindingSeverity.Warning, "The server sends validators, but the whole document again when they are sent back."));
            }
        }

        return new FeedCheckReport(asked, fetched, parsed, candidates, [.. findings.OrderByDescending(finding => finding.Severity)]);
    }

    private static FeedCheckReport Ended(Uri asked, FetchResult fetched, IReadOnlyList<FeedCandidate> candidates, string error) =>
        new(asked, fetched, null, candidates, [new FeedFinding(FeedFindingSeverity.Error, error)]);
}
