using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds.Encodings;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Articles;

/// <summary>
/// Reads the articles behind the entries of feeds that give only their beginning, where the operator wants it (<see cref="IngestionOptions.WholeArticles"/>)
/// and the site's <c>robots.txt</c> allows it. What is read is indexed, and never shown but for a snippet.
/// </summary>
public sealed partial class ArticleReader(IArchive archive, IDocumentSource documents, RobotsCache robots, TimeProvider time, ILogger<ArticleReader> logger)
{
    /// <summary>Articles read at one check of a feed; the others have their turn at the next.</summary>
    private const int ArticlesAtOnce = 20;

    /// <summary>A page larger than this is no article.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(2);

    /// <summary>Reads the articles behind the excerpts among these entries.</summary>
    /// <param name="decisions">What became of the feed's entries just now.</param>
    /// <returns>How many were read, and whether some are left for the next check; none are where nothing could be read.</returns>
    public async Task<(int Read, bool IsMoreLeft)> RunAsync(FeedRecord feed, IReadOnlyList<EntryDecision> decisions, CancellationToken cancellationToken)
    {
        var (read, asked) = (0, 0);
        foreach (var decision in decisions)
        {
            if (decision.PostId is null || await archive.GetPostAsync(decision.PostId, cancellationToken) is not { IsExcerpt: true, Url: { } url } post)
            {
                continue;
            }

            if (asked == ArticlesAtOnce)
            {
                return (read, read > 0);
            }

            asked++;
            var (html, failure) = await ReadAsync(new Uri(url), cancellationToken);
            if (html is not null)
            {
                await archive.UpsertAsync([WholePost.Of(post, feed) with { Html = html }], CancellationToken.None);
                read++;
            }

            await archive.SaveDecisionsAsync([decision with { Reason = failure ?? "the feed holds only its beginning; the whole article was read", At = time.GetUtcNow() }], CancellationToken.None);
        }

        if (asked > 0)
        {
            LogRead(feed.Url, read, asked);
        }

        return (read, false);
    }

    private async Task<(string? Html, string? Failure)> ReadAsync(Uri url, CancellationToken cancellationToken)
    {
        var rules = await robots.GetAsync(url, cancellationToken);
        if (!rules.Allows(url))
        {
            return (null, "the feed holds only its beginning, and the site's robots.txt does not let the article be read");
        }

        var request = new FetchRequest(url, Accept: FetchRequest.Pages) { Pause = rules.CrawlDelay > LeastPause ? rules.CrawlDelay : LeastPause };
        var result = await documents.FetchAsync(request, cancellationToken);
        if (result.Outcome != FetchOutcome.Content)
        {
            return (null, $"the feed holds only its beginning, and the article could not be fetched: {result.Error}");
        }
        // A redirect may lead to a page, or a site, with rules of its own.
        if (result.Url != url && !(await robots.GetAsync(result.Url, cancellationToken)).Allows(result.Url))
        {
            return (null, "the feed holds only its beginning, and the site's robots.txt does not let the article be read");
        }

        var html = result.Body.Length <= MaxPageBytes ? ArticleExtractor.Extract(PageDecoder.Decode(result.Body.Span, result.ContentType)) : null;
        return (html, html is null ? "the feed holds only its beginning, and its page holds no article that could be told from the rest" : null);
    }

    [LoggerMessage(LogLevel.Information, "Read {ReadCount} of {AskedCount} articles behind the excerpts of {FeedUrl}")]
    private partial void LogRead(string feedUrl, int readCount, int askedCount);
}
