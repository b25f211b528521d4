using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Scheduling;

/// <summary>
/// Says what a fetch means for a feed: when to ask again, whether it has moved, and whether it is over. Pure but for its jitter.
/// </summary>
/// <remarks>
/// A healthy feed is asked about four times for each post it makes, and seldom when it falls silent; what its server or document asks for is
/// a floor under that. Failures double the wait. <see cref="FeedRecord.ConsecutiveErrors"/> counts them.
/// </remarks>
public sealed class CheckSchedule(IngestionOptions options, Random jitter)
{
    /// <summary>Checks for each post that the feed's rhythm lets expect.</summary>
    private const int ChecksPerPost = 4;

    /// <summary>Entries that the rhythm is taken from: enough for a mean, few enough to follow a change.</summary>
    private const int RhythmEntries = 10;

    /// <summary>Failures in a row after which a feed is asked weekly only: with waits of at most a day, some ten days.</summary>
    private const int ErrorsBeforeWeekly = 14;

    /// <summary>Failures in a row after which a feed is given up: about half a year.</summary>
    private const int ErrorsBeforeGone = 40;

    private static readonly TimeSpan UnknownRhythm = TimeSpan.FromHours(8);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan MissingRetry = TimeSpan.FromHours(6);
    private static readonly TimeSpan DeniedRetry = TimeSpan.FromHours(6);
    private static readonly TimeSpan ThrottledRetry = TimeSpan.FromHours(4);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The feed after a fetch.</summary>
    /// <param name="document">What was parsed; null without content, or when the content was no feed.</param>
    /// <param name="now">UTC.</param>
    /// <param name="isPushed">A hub tells what is new: asking is only for the day on which it fails to.</param>
    public FeedRecord After(FeedRecord feed, FetchResult result, Feed? document, DateTimeOffset now, bool isPushed = false)
    {
        feed = feed with { LastFetch = now, LastStatus = result.Status };
        switch (result.Outcome)
        {
            case FetchOutcome.NotModified:
            case FetchOutcome.Content when document is not null:
                if (document is not null)
                {
                    feed = Learn(feed, result, document, now);
                }

                feed = Follow(feed, result, now) with { LastSuccess = now, LastError = null, ConsecutiveErrors = 0 };
                return feed with { NextCheck = AvoidSkipped(feed, now + Jittered(HealthyInterval(feed, result, now, isPushed))) };
            case FetchOutcome.Gone:
                return feed with { State = FeedState.Gone, LastError = result.Error, ConsecutiveErrors = feed.ConsecutiveErrors + 1, NextCheck = now + Week };
            default:
                return Fail(feed, result, now);
        }
    }

    private static FeedRecord Learn(FeedRecord feed, FetchResult result, Feed document, DateTimeOffset now)
    {
        var dates = document.Items
            .Select(item => item.Published ?? item.Updated)
            .OfType<DateTimeOffset>()
            .Where(date => date <= now)
            .OrderDescending()
            .Take(RhythmEntries)
            .ToArray();
        var newest = dates.Length > 0 && !(dates[0] < feed.NewestEntry) ? dates[0] : feed.NewestEntry;
        var asked = Largest(document.Schedule.TimeToLive, document.Schedule.UpdateInterval);
        return feed with
        {
            StatedUrl = document.NewAddress,
            ETag = result.ETag,
            LastModified = result.LastModified,
            EntryCount = document.Items.Count,
            NewestEntry = newest,
            PostingInterval = dates.Length > 1 ? (dates[0] - dates[^1]) / (dates.Length - 1) : feed.PostingInterval,
            MinimumInterval = asked > TimeSpan.Zero ? asked : null,
            SkipHours = document.Schedule.SkipHours.Aggregate(0, (bits, hour) => bits | (1 << hour)),
            SkipDays = document.Schedule.SkipDays.Aggregate(0, (bits, day) => bits | (1 << (int)day)),
        };
    }

    private TimeSpan HealthyInterval(FeedRecord feed, FetchResult result, DateTimeOffset now, bool isPushed)
    {
        var silence = now - feed.NewestEntry;
        var interval = (Largest(feed.PostingInterval, silence) ?? UnknownRhythm) / ChecksPerPost;
        interval = interval < options.MinInterval ? options.MinInterval : isPushed || interval > options.MaxInterval ? options.MaxInterval : interval;
        var isConditional = feed.ETag is not null || feed.LastModified is not null;
        var floor = Largest(feed.MinimumInterval, Largest(result.Freshness, isConditional ? null : options.UnconditionalInterval));
        var wait = Largest(interval, floor)!.Value;
        return wait > Week ? Week : wait;
    }

    private FeedRecord Fail(FeedRecord feed, FetchResult result, DateTimeOffset now)
    {
        var errors = feed.ConsecutiveErrors + 1;
        var wait = result.Outcome switch
        {
            FetchOutcome.NotFound => Doubled(MissingRetry, errors, Week),
            FetchOutcome.Denied => Doubled(DeniedRetry, errors, Day),
            FetchOutcome.Throttled => Doubled(ThrottledRetry, errors, Day),
            _ => Doubled(FirstRetry, errors, Day),
        };
        // What the server says it needs counts for more than our own guess, but not against our own minimum.
        if (result.RetryAfter is { } asked)
        {
            wait = Largest(asked, options.MinInterval)!.Value;
        }
        else if (errors > ErrorsBeforeWeekly)
        {
            wait = Week;
        }

        wait = Largest(wait, result.Freshness)!.Value;
        return feed with
        {
            State = errors >= ErrorsBeforeGone ? FeedState.Gone : feed.State,
            LastError = result.Error ?? "what came is not a feed",
            ConsecutiveErrors = errors,
            NextCheck = now + Jittered(wait > Week ? Week : wait),
        };
    }

    /// <summary>
    /// Changes the address only when permanent redirects, or else the documents themselves, have named the same new one for days:
    /// an hour's mistake or hijack must not cost a feed. From http to https on the same host, at once. To plain http from https, never.
    /// </summary>
    private FeedRecord Follow(FeedRecord feed, FetchResult result, DateTimeOffset now)
    {
        var from = new Uri(feed.Url);
        var target = result.PermanentUrl ?? (Uri.TryCreate(feed.StatedUrl, UriKind.Absolute, out var stated) && stated.Scheme is "http" or "https" ? stated : null);
        if (target is null || target == from || (target.Scheme != Uri.UriSchemeHttps && target.Scheme != from.Scheme))
        {
            return feed with { MovedTo = null, MovedSince = null };
        }

        var since = feed.MovedTo == target.AbsoluteUri && feed.MovedSince is { } first ? first : now;
        return IsSecureTwin(from, target) || now - since >= options.MoveAfter
            ? feed with { Url = target.AbsoluteUri, MovedTo = null, MovedSince = null }
            : feed with { MovedTo = target.AbsoluteUri, MovedSince = since };
    }

    private static bool IsSecureTwin(Uri from, Uri to) =>
        from.Scheme == Uri.UriSchemeHttp
        && to.Scheme == Uri.UriSchemeHttps
        && from.IsDefaultPort
        && to.IsDefaultPort
        && from.IdnHost.Equals(to.IdnHost, StringComparison.OrdinalIgnoreCase)
        && from.PathAndQuery == to.PathAndQuery;

    /// <summary>The first moment at or after <paramref name="check"/> that is in none of the hours and days in which the feed does not want to be asked.</summary>
    private DateTimeOffset AvoidSkipped(FeedRecord feed, DateTimeOffset check)
    {
        const int allHours = (1 << 24) - 1;
        const int allDays = (1 << 7) - 1;
        // A feed that never wants to be asked does not mean it.
        if ((feed.SkipHours & allHours) == allHours || (feed.SkipDays & allDays) == allDays)
        {
            return check;
        }

        var moved = check;
        while (((feed.SkipHours >> moved.Hour) & 1) != 0 || ((feed.SkipDays >> (int)moved.DayOfWeek) & 1) != 0)
        {
            moved = new DateTimeOffset(moved.Year, moved.Month, moved.Day, moved.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
        }
        // Not all feeds of the world in the first second after midnight.
        return moved == check ? check : moved + (TimeSpan.FromMinutes(50) * jitter.NextDouble());
    }

    private static TimeSpan Doubled(TimeSpan first, int errors, TimeSpan most)
    {
        var wait = first * (1 << Math.Min(errors - 1, 16));
        return wait < most ? wait : most;
    }

    // Later only, so that floors hold.
    private TimeSpan Jittered(TimeSpan interval) => interval * (1 + (0.1 * jitter.NextDouble()));

    private static TimeSpan? Largest(TimeSpan? a, TimeSpan? b) => a is null || b > a ? b : a;
}
