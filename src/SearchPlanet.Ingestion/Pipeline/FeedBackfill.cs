using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>
/// Reads a feed's past, page by page, until nothing new comes. A few pages at each check, so that no site is asked for all of it at once; where
/// it stopped is kept with the feed.
/// </summary>
public sealed partial class FeedBackfill(IArchive archive, IDocumentSource documents, EntryIntake intake, IngestionOptions options, ILogger<FeedBackfill> logger)
{
    private const int PagesAtOnce = 10;

    /// <summary>
    /// Pages without anything new after which the past is taken for read. One is not enough: a page that was read just before a crash is read again.
    /// </summary>
    private const int StalePages = 2;

    /// <summary>Reads on from where the feed's past was left.</summary>
    /// <param name="feed">As it is in the archive, after its check.</param>
    /// <returns>How many posts were new.</returns>
    public async Task<int> RunAsync(FeedRecord feed, CancellationToken cancellationToken)
    {
        var (pages, posts, stale) = (0, 0, 0);
        while (feed is { BackfillDone: false, BackfillNext: { } next } && pages < PagesAtOnce)
        {
            var result = await documents.FetchAsync(new FetchRequest(new Uri(next)), cancellationToken);
            pages++;
            var (document, isOver) = Read(result);
            var isNews = false;
            if (document is not null)
            {
                var decisions = await intake.TakeInAsync(feed, document, isPresent: false);
                var added = decisions.Count(decision => decision.Verdict == EntryVerdict.New);
                isNews = added > 0 || decisions.Any(decision => decision.Verdict == EntryVerdict.Duplicate);
                posts += added;
            }

            stale = isNews ? 0 : stale + 1;
            var older = document is null ? null : OlderPages.Next(result.Url, document);
            // An operator may have changed the feed in the meantime.
            if (await archive.GetFeedAsync(feed.Id, CancellationToken.None) is not { } current)
            {
                break;
            }

            var asked = current.BackfillPages + 1;
            feed = current with
            {
                BackfillPages = asked,
                BackfillNext = document is null ? next : older?.AbsoluteUri,
                BackfillDone = isOver || asked >= options.MaxBackfillPages || (document is not null && (older is null || stale >= StalePages)),
            };
            await archive.SaveFeedAsync(feed, CancellationToken.None);
            if (document is null)
            {
                break;
            }
        }

        if (pages > 0)
        {
            LogRead(feed.Url, pages, posts, feed.BackfillDone);
        }

        return posts;
    }

    /// <summary>A page that is not there is the end; one that cannot be had today is asked for again.</summary>
    private static (Feed? Document, bool IsOver) Read(FetchResult result)
    {
        if (result.Outcome != FetchOutcome.Content)
        {
            return (null, result.Outcome is FetchOutcome.NotFound or FetchOutcome.Gone or FetchOutcome.Refused or FetchOutcome.BadRedirect or FetchOutcome.ResponseTooLarge);
        }

        var parsed = FeedParser.Parse(result.Body, new FeedContext { Url = result.Url, ContentType = result.ContentType, Headers = result.Headers });
        return parsed.IsFeed ? (parsed.Feed, false) : (null, true);
    }

    [LoggerMessage(LogLevel.Information, "Read {PageCount} older pages of {FeedUrl}: {NewCount} new, done: {IsDone}")]
    private partial void LogRead(string feedUrl, int pageCount, int newCount, bool isDone);
}
