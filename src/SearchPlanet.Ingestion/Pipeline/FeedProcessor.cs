using System.Text;
using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Scheduling;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Checks one feed: fetch, parse, into the archive, and what it means for the next check. Thread-safe.</summary>
/// <remarks>
/// Posts are written before the feed's validators are: a process that dies in between fetches the document again and finds every entry known.
/// Only fetching heeds the cancellation; what has been fetched is written to the end.
/// </remarks>
public sealed partial class FeedProcessor(IArchive archive, IDocumentSource documents, CheckSchedule schedule, TimeProvider time, ILogger<FeedProcessor> logger)
{
    /// <summary>Posts in one transaction: few enough that other writers of the archive need not wait long.</summary>
    private const int BatchSize = 100;

    private const int MaxTitleLength = 300;

    /// <summary>Checks a feed now, whenever it is due.</summary>
    /// <param name="isConditional">False to ask for the document even when it has not changed.</param>
    /// <exception cref="OperationCanceledException">Cancelled while fetching; nothing has been written.</exception>
    public async Task<FeedReport> ProcessAsync(FeedRecord feed, bool isConditional, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var request = isConditional ? new FetchRequest(new Uri(feed.Url), feed.ETag, feed.LastModified) : new FetchRequest(new Uri(feed.Url));
        var result = await documents.FetchAsync(request, cancellationToken);

        var report = new FeedReport(feed, result.Outcome, result.Status) { Error = result.Error };
        Feed? document = null;
        if (result.Outcome == FetchOutcome.Content)
            (document, result, report) = Read(result, report);
        if (document is not null)
            report = await TakeInAsync(feed, document, report);

        report = report with { Feed = await SaveAsync(feed, result, document), Elapsed = time.GetElapsedTime(start) };
        LogFetched(feed.Url, report.Outcome, report.Status, report.New, report.Changed, (long)report.Elapsed.TotalMilliseconds, report.Error);
        return report;
    }

    /// <summary>Parses what was fetched; a document that is no feed turns the result into a failed one.</summary>
    private (Feed? Document, FetchResult Result, FeedReport Report) Read(FetchResult result, FeedReport report)
    {
        FeedParseResult parsed;
        try
        {
            parsed = FeedParser.Parse(result.Body, new FeedContext { Url = result.Url, ContentType = result.ContentType, Headers = result.Headers });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser promises not to throw. Should it break the promise, one feed must not end the worker.
            LogUnreadable(e, result.Url);
            return Fail("it could not be read");
        }

        report = report with { Diagnostics = parsed.Diagnostics, Entries = parsed.Feed.Items.Count };
        if (parsed.IsFeed)
            return (parsed.Feed, result, report);
        if (!parsed.Diagnostics.Any(diagnostic => diagnostic.Code == FeedDiagnosticCode.IsHtmlPage))
            return Fail(parsed.Diagnostics is [var first, ..] ? $"it is not a feed: {first.Message}" : "it is not a feed");

        var candidates = FeedDiscovery.Find(Encoding.UTF8.GetString(result.Body.Span), result.Url);
        report = report with { Candidates = candidates };
        return Fail(candidates.Count == 0
            ? "it is an HTML page that points to no feed"
            : $"it is an HTML page; it points to the feed {string.Join(", ", candidates.Take(3).Select(candidate => candidate.Address))}");

        (Feed?, FetchResult, FeedReport) Fail(string error) => (null, result with { Error = error }, report with { Error = error });
    }

    private async Task<FeedReport> TakeInAsync(FeedRecord feed, Feed document, FeedReport report)
    {
        foreach (var items in document.Items.Chunk(BatchSize))
        {
            var decisions = await TakeInAsync(feed, document, items);
            report = report with
            {
                New = report.New + Count(EntryVerdict.New),
                Changed = report.Changed + Count(EntryVerdict.Changed),
                Unchanged = report.Unchanged + Count(EntryVerdict.Unchanged),
                Duplicates = report.Duplicates + Count(EntryVerdict.Duplicate),
                Refused = report.Refused + Count(EntryVerdict.Refused),
            };

            int Count(EntryVerdict verdict) => decisions.Count(decision => decision.Verdict == verdict);
        }

        return report;
    }

    private async Task<List<EntryDecision>> TakeInAsync(FeedRecord feed, Feed document, FeedItem[] items)
    {
        var entries = Array.ConvertAll(items, item => Map(feed, document, item));
        var posts = entries.SelectMany(entry => entry.Posts).ToArray();
        var results = await archive.UpsertAsync(posts, CancellationToken.None);

        var decisions = new List<EntryDecision>();
        var now = time.GetUtcNow();
        var at = 0;
        foreach (var (item, entry) in items.Zip(entries))
        {
            var own = entry.Posts.Count > 0 ? results[at] : null;
            at += entry.Posts.Count;
            var title = item.Title ?? "";
            decisions.Add(new EntryDecision(
                feed.Id,
                item.Id ?? item.Link ?? title,
                item.OriginalLink ?? item.Link,
                title.Length > MaxTitleLength ? title[..MaxTitleLength] : title,
                own is null ? EntryVerdict.Refused : VerdictOf(own.Kind),
                own is null ? entry.Refusal : Explain(entry.Posts[0], now),
                own?.PostId,
                now));
        }

        await archive.SaveDecisionsAsync(decisions, CancellationToken.None);
        return decisions;
    }

    private MappedEntry Map(FeedRecord feed, Feed document, FeedItem item)
    {
        try
        {
            return FeedItemMapper.Map(feed, document, item);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // As with the parser: an entry that trips our own code must not take its neighbours along.
            LogUnreadable(e, new Uri(feed.Url));
            return new MappedEntry([], "it could not be read");
        }
    }

    private async Task<FeedRecord> SaveAsync(FeedRecord feed, FetchResult result, Feed? document)
    {
        // An operator may have paused or removed it while it was being fetched, and has the last word.
        if (await archive.GetFeedAsync(feed.Id, CancellationToken.None) is not { } current)
            return feed;
        var after = schedule.After(current, result, document, time.GetUtcNow());
        if (document is not null)
        {
            after = after with
            {
                Title = document.Title ?? after.Title,
                SiteUrl = document.Link ?? after.SiteUrl,
                Language = document.Language?.ToLowerInvariant() ?? after.Language,
            };
        }

        after = after with { Flag = FeedFlags.Describe(current, after) };
        if (after.Url != current.Url && await archive.GetFeedAsync(after.Url, CancellationToken.None) is { } other && other.Id != after.Id)
            after = after with { Url = current.Url, State = FeedState.Gone, LastError = $"it moved to {other.Url}, which is read already" };
        await archive.SaveFeedAsync(after, CancellationToken.None);
        return after;
    }

    private static EntryVerdict VerdictOf(UpsertKind kind) => kind switch
    {
        UpsertKind.New => EntryVerdict.New,
        UpsertKind.Changed => EntryVerdict.Changed,
        UpsertKind.Duplicate => EntryVerdict.Duplicate,
        _ => EntryVerdict.Unchanged,
    };

    /// <summary>What a reader may wonder at although the entry was taken in.</summary>
    private static string? Explain(IncomingPost post, DateTimeOffset now) =>
        post.Published is null ? "the feed gives it no date"
        : post.Published > now ? "the feed dates it in the future"
        : post.IsExcerpt ? "the feed holds only its beginning"
        : null;

    [LoggerMessage(LogLevel.Information, "Fetched {FeedUrl}: {Outcome} {Status}, {NewCount} new, {ChangedCount} changed in {ElapsedMs} ms {Error}")]
    private partial void LogFetched(string feedUrl, FetchOutcome outcome, int? status, int newCount, int changedCount, long elapsedMs, string? error);

    [LoggerMessage(LogLevel.Error, "Could not read what {FeedUrl} holds")]
    private partial void LogUnreadable(Exception exception, Uri feedUrl);
}
