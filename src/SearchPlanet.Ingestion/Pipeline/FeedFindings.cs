using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Looks a feed over as its author should see it. Pure.</summary>
internal static class FeedFindings
{
    private const int LargeBytes = 1024 * 1024;
    private const int ShortText = 600;

    /// <summary>Everything odd about a feed that was fetched and parsed.</summary>
    public static IEnumerable<FeedFinding> Of(FetchResult fetched, FeedParseResult parsed, DateTimeOffset now) =>
        [.. OfTransport(fetched), .. OfDocument(fetched, parsed), .. OfEntries(parsed.Feed.Items, now)];

    private static IEnumerable<FeedFinding> OfTransport(FetchResult fetched)
    {
        if (fetched.PermanentUrl is { } moved)
        {
            yield return Warning($"The address redirects for good to {moved}: publish that one.");
        }
        else if (fetched.Hops.Count > 1)
        {
            yield return Note($"The address redirects to {fetched.Url}.");
        }

        if (fetched.Url.Scheme == Uri.UriSchemeHttp)
        {
            yield return Warning("It is served over plain http.");
        }

        if (fetched.ETag is null && fetched.LastModified is null)
        {
            yield return Warning("The server sends neither ETag nor Last-Modified, so every check costs it the whole document; it will be checked less often.");
        }

        if (fetched.IsTruncated)
        {
            yield return Error("The document broke off before its end; entries may be missing.");
        }

        if (fetched.Body.Length > LargeBytes)
        {
            yield return Warning($"It is large: {fetched.Body.Length / (1024.0 * 1024):0.0} MiB. Consider fewer entries, and RFC 5005 archives for the others.");
        }

        if (fetched.Body.Length > 10_000 && !fetched.Headers.ContainsKey("content-encoding"))
        {
            yield return Note("The server does not compress it.");
        }

        if (fetched.Freshness is { } freshness)
        {
            yield return Note($"The server lets it be checked every {Duration(freshness)} at most.");
        }
    }

    private static IEnumerable<FeedFinding> OfDocument(FetchResult fetched, FeedParseResult parsed)
    {
        foreach (var diagnostic in parsed.Diagnostics)
        {
            yield return new FeedFinding(
                diagnostic.Severity == FeedDiagnosticSeverity.Problem ? FeedFindingSeverity.Warning : FeedFindingSeverity.Note,
                diagnostic.Offset >= 0 ? $"{diagnostic.Message} (at character {diagnostic.Offset})" : diagnostic.Message);
        }

        var feed = parsed.Feed;
        if (string.IsNullOrWhiteSpace(feed.Title))
        {
            yield return Warning("It has no title.");
        }

        if (feed.Link is null)
        {
            yield return Warning("It does not say which site it belongs to.");
        }

        if (feed.Language is null)
        {
            yield return Note("It does not say in which language it is.");
        }

        if (feed.SelfLink is { } self && Uri.TryCreate(self, UriKind.Absolute, out var stated) && stated != fetched.Url)
        {
            yield return Note($"It says that its own address is {self}, but it was found at {fetched.Url}.");
        }

        if (feed.NewAddress is { } newAddress)
        {
            yield return Warning($"It says that it has moved to {newAddress}.");
        }

        if (feed.Hubs.FirstOrDefault() is { } hub)
        {
            yield return Note($"New posts are announced by the hub {hub}.");
        }

        if (feed.PreviousArchive is { } archive)
        {
            yield return Note($"Older entries are at {archive}.");
        }

        if (feed.Schedule.TimeToLive is { } ttl)
        {
            yield return Note($"It asks to be checked every {Duration(ttl)} at most (ttl).");
        }

        if (feed.Schedule.UpdateInterval is { } update)
        {
            yield return Note($"It says that it changes every {Duration(update)} (updatePeriod).");
        }
    }

    private static IEnumerable<FeedFinding> OfEntries(IReadOnlyList<FeedItem> items, DateTimeOffset now)
    {
        if (items.Count == 0)
        {
            yield return Warning("It has no entries.");
            yield break;
        }

        if (Count(item => item.Link is null && item.OriginalLink is null) is > 0 and var unlinked)
        {
            yield return Error($"{Of(unlinked)} no link: it cannot be shown where to read.");
        }

        if (Count(item => string.IsNullOrWhiteSpace(item.Title)) is > 0 and var untitled)
        {
            yield return Warning($"{Of(untitled)} no title.");
        }

        if (Count(item => item.Id is null) is > 0 and var anonymous)
        {
            yield return Note($"{Of(anonymous)} no id; its link stands in.");
        }

        if (items.Where(item => item.Id is not null).GroupBy(item => item.Id).Where(group => group.Count() > 1).Select(group => group.Key).FirstOrDefault() is { } repeated)
        {
            yield return Error($"Several entries have the id \"{repeated}\": readers will take them for one.");
        }

        if (Count(item => item.Published is null && item.Updated is null) is > 0 and var undated)
        {
            yield return Warning($"{Of(undated)} no date that can be read: it cannot be sorted among the others.");
        }

        if (Count(item => item.Published > now) is > 0 and var future)
        {
            yield return Warning($"{Of(future)} a date in the future; the moment it was first seen will stand in.");
        }

        if (Count(item => item.Content is null && item.Summary is null) is > 0 and var empty)
        {
            yield return Warning($"{Of(empty)} no text: only the title can be searched.");
        }
        else if (items.All(item => (item.Content?.Value.Length ?? 0) < ShortText && (item.Summary?.Value.Length ?? 0) < ShortText))
        {
            yield return Note("The entries are short; if they are only the beginnings of the posts, the rest will not be found.");
        }

        if (items.All(item => item.Categories.Count == 0))
        {
            yield return Note("No entry has tags.");
        }

        if (items.All(item => item.Authors.Count == 0))
        {
            yield return Note("No entry names its author.");
        }

        int Count(Func<FeedItem, bool> isOdd) => items.Count(isOdd);

        string Of(int count) => count == items.Count ? "Every entry has" : count == 1 ? "One entry has" : $"{count} of {items.Count} entries have";
    }

    private static string Duration(TimeSpan span) =>
        span < TimeSpan.FromMinutes(2) ? $"{span.TotalSeconds:0} seconds"
        : span < TimeSpan.FromHours(2) ? $"{span.TotalMinutes:0} minutes"
        : span < TimeSpan.FromDays(2) ? $"{span.TotalHours:0.#} hours"
        : $"{span.TotalDays:0.#} days";

    private static FeedFinding Note(string message) => new(FeedFindingSeverity.Note, message);

    private static FeedFinding Warning(string message) => new(FeedFindingSeverity.Warning, message);

    private static FeedFinding Error(string message) => new(FeedFindingSeverity.Error, message);
}
