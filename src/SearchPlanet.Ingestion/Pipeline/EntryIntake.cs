using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Articles;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Takes the entries of a document into the archive, and notes what became of each. Thread-safe.</summary>
public sealed partial class EntryIntake(IArchive archive, IngestionOptions options, TimeProvider time, ILogger<EntryIntake> logger)
{
    /// <summary>Entries in one transaction: few enough that other writers of the archive need not wait long.</summary>
    private const int BatchSize = 100;

    private const int MaxTitleLength = 300;

    /// <summary>What tells an entry from the others of its feed: see <see cref="EntryDecision.Key"/>.</summary>
    internal static string KeyOf(FeedItem item) => item.Id ?? item.Link ?? item.Title ?? "";

    /// <summary>Takes in all entries, the oldest first: newest last is how the archive's sequence should run.</summary>
    /// <param name="feed">The subscription that the document came by.</param>
    /// <param name="isPresent">True for the feed's own document, false for a page of its past: only in the former can an undated entry have appeared just now.</param>
    /// <returns>One decision an entry.</returns>
    public async Task<IReadOnlyList<EntryDecision>> TakeInAsync(FeedRecord feed, Feed document, bool isPresent)
    {
        var decisions = new List<EntryDecision>(document.Items.Count);
        foreach (var items in document.Items.Reverse().Chunk(BatchSize))
        {
            decisions.AddRange(await TakeInAsync(feed, document, items, isPresent && feed.LastSuccess is not null));
        }

        return decisions;
    }

    private async Task<IReadOnlyList<EntryDecision>> TakeInAsync(FeedRecord feed, Feed document, FeedItem[] items, bool seenAppearing)
    {
        var entries = Array.ConvertAll(items, item => Map(feed, document, item));
        var results = await archive.UpsertAsync([.. entries.SelectMany(entry => entry.Posts).Select(post => post with { SeenAppearing = seenAppearing })], CancellationToken.None);

        var decisions = new List<EntryDecision>(items.Length);
        var now = time.GetUtcNow();
        var at = 0;
        foreach (var (item, entry) in items.Zip(entries))
        {
            var own = entry.Posts.Count > 0 ? results[at] : null;
            at += entry.Posts.Count;
            var title = item.Title ?? "";
            decisions.Add(new EntryDecision(
                feed.Id,
                KeyOf(item),
                item.OriginalLink ?? item.Link,
                title.Length > MaxTitleLength ? title[..MaxTitleLength] : title,
                own is null ? EntryVerdict.Refused : VerdictOf(own.Kind),
                own is null ? entry.Refusal : own.Kind == UpsertKind.Removed ? "it was removed from the archive" : Explain(entry.Posts[0], now),
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
            var entry = FeedItemMapper.Map(feed, document, item);
            return options.Transcripts && entry.Posts.Count > 0 ? entry with { Posts = [TranscriptFetcher.Mark(entry.Posts[0], item), .. entry.Posts.Skip(1)] } : entry;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // An entry that trips our own code must not take its neighbours along.
            LogUnreadable(e, item.Link ?? item.Id, feed.Url);
            return new MappedEntry([], "it could not be read");
        }
    }

    private static EntryVerdict VerdictOf(UpsertKind kind) => kind switch
    {
        UpsertKind.New => EntryVerdict.New,
        UpsertKind.Changed => EntryVerdict.Changed,
        UpsertKind.Duplicate => EntryVerdict.Duplicate,
        UpsertKind.Removed => EntryVerdict.Filtered,
        _ => EntryVerdict.Unchanged,
    };

    /// <summary>What a reader may wonder at although the entry was taken in.</summary>
    private static string? Explain(IncomingPost post, DateTimeOffset now) =>
        post.Published is null && post.Updated is null ? "the feed gives it no date"
        : post.Published > now ? "the feed dates it in the future"
        : post.IsExcerpt ? "the feed holds only its beginning"
        : null;

    [LoggerMessage(LogLevel.Error, "Could not read the entry {Entry} of {FeedUrl}")]
    private partial void LogUnreadable(Exception exception, string? entry, string feedUrl);
}
