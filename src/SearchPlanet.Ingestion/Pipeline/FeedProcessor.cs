using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Encodings;
using SearchPlanet.Ingestion.Articles;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Push;
using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Checks one feed: fetch, parse, into the archive, what it means for the next check, and some of the feed's past. Thread-safe.</summary>
/// <remarks>
/// Posts are written before the feed's validators are: a process that dies in between fetches the document again and finds every entry known.
/// Only fetching heeds the cancellation; what has been fetched is written to the end.
/// </remarks>
public sealed partial class FeedProcessor(
    IArchive archive,
    IDocumentSource documents,
    EntryIntake intake,
    FeedBackfill backfill,
    ArticleReader articles,
    TranscriptFetcher transcripts,
    CheckSchedule schedule,
    IngestionOptions options,
    WebSubSubscriber? hubs,
    TimeProvider time,
    ILogger<FeedProcessor> logger)
{
    /// <summary>Puts the parts together.</summary>
    /// <param name="hubs">Null when hubs cannot reach us.</param>
    public static FeedProcessor Create(
        IArchive archive, IDocumentSource documents, IngestionOptions options, TimeProvider time, ILoggerFactory loggers, WebSubSubscriber? hubs = null)
    {
        var intake = new EntryIntake(archive, options, time, loggers.CreateLogger<EntryIntake>());
        return new FeedProcessor(
            archive,
            documents,
            intake,
            new FeedBackfill(archive, documents, intake, options, loggers.CreateLogger<FeedBackfill>()),
            new ArticleReader(archive, documents, new RobotsCache(documents, time), time, loggers.CreateLogger<ArticleReader>()),
            new TranscriptFetcher(archive, documents, loggers.CreateLogger<TranscriptFetcher>()),
            new CheckSchedule(options, Random.Shared),
            options,
            hubs,
            time,
            loggers.CreateLogger<FeedProcessor>());
    }

    /// <summary>Checks a feed now, whenever it is due.</summary>
    /// <param name="isConditional">False to ask for the document even when it has not changed.</param>
    /// <exception cref="OperationCanceledException">Cancelled while fetching; what had been fetched before is written.</exception>
    public async Task<FeedReport> ProcessAsync(FeedRecord feed, bool isConditional, CancellationToken cancellationToken)
    {
        using var activity = IngestionTelemetry.Begin("feed");
        activity?.SetTag("searchplanet.feed", feed.Url);
        var start = time.GetTimestamp();
        var result = await FetchAsync(feed, isConditional, cancellationToken);
        activity?.SetTag("searchplanet.outcome", result.Outcome.ToString());

        var report = new FeedReport(feed, result.Outcome, result.Status) { Error = result.Error };
        Feed? document = null;
        IReadOnlyList<EntryDecision> decisions = [];
        if (result.Outcome == FetchOutcome.Content)
        {
            (document, result, report) = Read(result, report);
        }

        if (document is not null)
        {
            using var intoArchive = IngestionTelemetry.Begin("archive");
            decisions = await intake.TakeInAsync(feed, document, isPresent: true);
            report = report with
            {
                New = Count(EntryVerdict.New),
                Changed = Count(EntryVerdict.Changed),
                Unchanged = Count(EntryVerdict.Unchanged),
                Duplicates = Count(EntryVerdict.Duplicate),
                Refused = Count(EntryVerdict.Refused),
            };
        }

        report = report with { Feed = await SaveAsync(feed, result, document, report.New, cancellationToken), Elapsed = time.GetElapsedTime(start) };
        IngestionTelemetry.Record(report);
        if (report.Error is null)
        {
            LogFetched(feed.Url, report.Outcome, report.Status, report.New, report.Changed, (long)report.Elapsed.TotalMilliseconds);
        }
        else
        {
            LogFailed(feed.Url, report.Outcome, report.Status, report.Error, (long)report.Elapsed.TotalMilliseconds);
        }

        if (report.Feed is { State: FeedState.Active, LastError: null })
        {
            report = report with { Older = await FollowUpAsync(report.Feed, document, decisions, cancellationToken) };
        }

        return report with { Decisions = decisions };

        int Count(EntryVerdict verdict) => decisions.Count(decision => decision.Verdict == verdict);
    }

    /// <summary>Takes in what a hub delivered of a feed. What it means for the next check is left to that check.</summary>
    /// <returns>False when it is no feed.</returns>
    public async Task<bool> TakePushedAsync(FeedRecord feed, ReadOnlyMemory<byte> body, string? contentType)
    {
        var start = time.GetTimestamp();
        var headers = contentType is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["content-type"] = contentType };
        var result = new FetchResult { Outcome = FetchOutcome.Content, Url = new Uri(feed.Url), Body = body, Headers = headers };
        var (document, _, report) = Read(result, new FeedReport(feed, result.Outcome, null));
        if (document is null)
        {
            LogFailed(feed.Url, report.Outcome, null, report.Error!, 0);
            return false;
        }

        var decisions = await intake.TakeInAsync(feed, document, isPresent: true);
        LogPushed(
            feed.Url, decisions.Count(decision => decision.Verdict == EntryVerdict.New), decisions.Count(decision => decision.Verdict == EntryVerdict.Changed),
            (long)time.GetElapsedTime(start).TotalMilliseconds);
        return true;
    }

    private async Task<FetchResult> FetchAsync(FeedRecord feed, bool isConditional, CancellationToken cancellationToken)
    {
        using var activity = IngestionTelemetry.Begin("fetch");
        var result = Uri.TryCreate(feed.Url, UriKind.Absolute, out var url)
            ? await documents.FetchAsync(isConditional ? new FetchRequest(url, feed.ETag, feed.LastModified) : new FetchRequest(url), cancellationToken)
            : new FetchResult { Outcome = FetchOutcome.Refused, Url = new Uri("about:invalid"), Error = "its address is no address" };
        activity?.SetTag("http.response.status_code", result.Status);
        return result;
    }

    /// <summary>Reads on where the document leaves off: older pages, what was said in recordings, and whole articles.</summary>
    private async Task<int> FollowUpAsync(FeedRecord feed, Feed? document, IReadOnlyList<EntryDecision> decisions, CancellationToken cancellationToken)
    {
        var older = options.Backfill ? await backfill.RunAsync(feed, cancellationToken) : 0;
        var isMoreLeft = options.Transcripts && document is not null && await transcripts.RunAsync(feed, document, decisions, cancellationToken);
        isMoreLeft |= WantsArticles(feed) && (await articles.RunAsync(feed, decisions, cancellationToken)).IsMoreLeft;
        if (!isMoreLeft)
        {
            return older;
        }
        // Without validators the next check brings the entries again, and with them those that are still to be read.
        if (await archive.GetFeedAsync(feed.Id, CancellationToken.None) is { } current)
        {
            await archive.SaveFeedAsync(current with { ETag = null, LastModified = null }, CancellationToken.None);
        }

        return older;
    }

    // By id, which all spellings of an address share, and which stays when the feed moves.
    private bool WantsArticles(FeedRecord feed) => options.WholeArticles.Any(address => FeedRecord.IdOf(address) == feed.Id);

    /// <summary>Parses what was fetched; a document that is no feed turns the result into a failed one.</summary>
    private (Feed? Document, FetchResult Result, FeedReport Report) Read(FetchResult result, FeedReport report)
    {
        using var activity = IngestionTelemetry.Begin("parse");
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
        {
            return (parsed.Feed, result, report);
        }

        if (!parsed.Diagnostics.Any(diagnostic => diagnostic.Code == FeedDiagnosticCode.IsHtmlPage))
        {
            return Fail(parsed.Diagnostics is [var first, ..] ? $"it is not a feed: {first.Message}" : "it is not a feed");
        }

        var candidates = FeedDiscovery.Find(PageDecoder.Decode(result.Body.Span, result.ContentType), result.Url);
        report = report with { Candidates = candidates };
        return Fail(candidates.Count == 0
            ? "it is an HTML page that points to no feed"
            : $"it is an HTML page; it points to the feed {string.Join(", ", candidates.Take(3).Select(candidate => candidate.Address))}");

        (Feed?, FetchResult, FeedReport) Fail(string error) => (null, result with { Error = error }, report with { Error = error });
    }

    /// <param name="newEntries">What the hub, if there is one, did not tell before.</param>
    private async Task<FeedRecord> SaveAsync(FeedRecord feed, FetchResult result, Feed? document, int newEntries, CancellationToken cancellationToken)
    {
        // An operator may have paused or removed it while it was being fetched, and has the last word.
        if (await archive.GetFeedAsync(feed.Id, CancellationToken.None) is not { } current)
        {
            return feed;
        }

        var isPushed = hubs is not null && newEntries == 0 && await hubs.IsPushedAsync(feed.Id, CancellationToken.None);
        var after = schedule.After(current, result, document, time.GetUtcNow(), isPushed);
        if (document is not null)
        {
            after = after with
            {
                Title = document.Title ?? after.Title,
                SiteUrl = document.Link ?? after.SiteUrl,
                Language = document.Language?.ToLowerInvariant() ?? after.Language,
            };
        }

        if (document is not null && options.Backfill && after is { BackfillDone: false, BackfillNext: null })
        {
            // What a document of a feed's present points to is where its past begins; after that, the pages lead on.
            var older = OlderPages.Next(result.Url, document);
            after = after with { BackfillNext = older?.AbsoluteUri, BackfillDone = older is null };
        }

        if (after.Url != current.Url && result.PermanentUrl is null && !await IsFeedAsync(after.Url, cancellationToken))
        {
            after = after with { Url = current.Url, MovedTo = after.Url, MovedSince = time.GetUtcNow() };
        }

        after = after with { Flag = FeedFlags.Describe(current, after) };
        if (after.Url != current.Url && await archive.GetFeedAsync(after.Url, CancellationToken.None) is { } other && other.Id != after.Id)
        {
            after = after with { Url = current.Url, State = FeedState.Gone, LastError = $"it moved to {other.Url}, which is read already" };
        }

        await archive.SaveFeedAsync(after, CancellationToken.None);
        if (hubs is not null && document is not null && after.State == FeedState.Active)
        {
            await hubs.NoticeAsync(after, result, document);
        }

        return after;
    }

    /// <summary>A redirect proves that there is a feed behind it; a document's word does not.</summary>
    private async Task<bool> IsFeedAsync(string address, CancellationToken cancellationToken)
    {
        var result = await documents.FetchAsync(new FetchRequest(new Uri(address)), cancellationToken);
        return result.Outcome == FetchOutcome.Content && FeedParser.Parse(result.Body, new FeedContext { Url = result.Url, ContentType = result.ContentType, Headers = result.Headers }).IsFeed;
    }

    [LoggerMessage(LogLevel.Information, "Fetched {FeedUrl}: {Outcome} {Status}, {NewCount} new, {ChangedCount} changed in {ElapsedMs} ms")]
    private partial void LogFetched(string feedUrl, FetchOutcome outcome, int? status, int newCount, int changedCount, long elapsedMs);

    [LoggerMessage(LogLevel.Information, "Delivered {FeedUrl}: {NewCount} new, {ChangedCount} changed in {ElapsedMs} ms")]
    private partial void LogPushed(string feedUrl, int newCount, int changedCount, long elapsedMs);

    [LoggerMessage(LogLevel.Warning, "Fetched {FeedUrl}: {Outcome} {Status}, {Error}, in {ElapsedMs} ms")]
    private partial void LogFailed(string feedUrl, FetchOutcome outcome, int? status, string error, long elapsedMs);

    [LoggerMessage(LogLevel.Error, "Could not read what {FeedUrl} holds")]
    private partial void LogUnreadable(Exception exception, Uri feedUrl);
}
