using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Push;

/// <summary>
/// Subscribes at the hubs that feeds name (W3C WebSub, https://www.w3.org/TR/websub/): asks, answers when the hub asks back, renews, and ends
/// what is not wanted any more. Thread-safe.
/// </summary>
/// <remarks>
/// A hub may ask back before it has answered, so everything is in the archive before the request is made, and nothing is written after a
/// request that went well: only the hub's own question confirms it.
/// </remarks>
public sealed partial class WebSubSubscriber(
    IArchive archive,
    HttpMessageInvoker http,
    AddressGuard guard,
    DomainGate gate,
    CrawlerIdentity identity,
    Uri publicUrl,
    IngestionOptions options,
    TimeProvider time,
    ILogger<WebSubSubscriber> logger)
{
    private const int BatchSize = 32;
    private const int MaxRedirects = 3;

    /// <summary>Requests to end a subscription after which it is forgotten; it expires at the hub by itself.</summary>
    private const int AttemptsToEnd = 3;

    private static readonly TimeSpan LeaseWanted = TimeSpan.FromDays(10);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(30);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromDays(7);

    /// <summary>Whether hubs can reach us there: an address of the public Internet, or one that the operator allows by name.</summary>
    public static bool IsReachable(Uri publicUrl, AddressGuard guard) =>
        guard.Refuse(publicUrl) is null && (!publicUrl.IsLoopback || guard.MayConnect(publicUrl.IdnHost, publicUrl.Port, IPAddress.Loopback));

    /// <summary>Takes note of the hub that a feed names, or names no longer.</summary>
    /// <param name="result">The answer that <paramref name="document"/> came with; its <c>Link</c> headers count before the document.</param>
    public async Task NoticeAsync(FeedRecord feed, FetchResult result, Feed document)
    {
        var links = result.Headers.GetValueOrDefault("link");
        var hub = LinkHeader.Find(links, "hub", result.Url) ?? document.Hubs.Select(address => Absolute(result.Url, address)).FirstOrDefault(address => address is not null);
        var topic = LinkHeader.Find(links, "self", result.Url) ?? Absolute(result.Url, document.SelfLink) ?? result.Url;
        if (hub is not null && guard.Refuse(hub) is not null)
        {
            hub = null;
        }

        var isThere = false;
        foreach (var subscription in await archive.ListWebSubAsync(feed.Id, CancellationToken.None))
        {
            if (subscription.State == WebSubState.Ending)
            {
                continue;
            }

            if (subscription.Hub == hub?.AbsoluteUri && subscription.Topic == topic.AbsoluteUri)
            {
                isThere = true;
            }
            else
            {
                await EndAsync(subscription);
            }
        }

        if (hub is not null && !isThere)
        {
            await archive.SaveWebSubAsync(WebSubSubscription.Create(feed.Id, hub.AbsoluteUri, topic.AbsoluteUri, time.GetUtcNow()), CancellationToken.None);
        }
    }

    /// <summary>Whether a hub has promised to tell what is new in a feed.</summary>
    public async Task<bool> IsPushedAsync(string feedId, CancellationToken cancellationToken) =>
        (await archive.ListWebSubAsync(feedId, cancellationToken)).Any(subscription => subscription.State == WebSubState.Active && subscription.Expires > time.GetUtcNow());

    /// <summary>Makes the requests that are due, a batch at most.</summary>
    /// <returns>Requests made.</returns>
    public async Task<int> RequestDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await archive.LeaseDueWebSubAsync(now, now + FirstRetry, BatchSize, cancellationToken);
        foreach (var subscription in due)
        {
            var feed = await archive.GetFeedAsync(subscription.FeedId, cancellationToken);
            if (subscription.State == WebSubState.Ending && subscription.Attempts > AttemptsToEnd)
            {
                await archive.RemoveWebSubAsync(subscription.Token, cancellationToken);
            }
            else if (subscription.State != WebSubState.Ending && feed?.State is not FeedState.Active)
            {
                await EndAsync(subscription);
            }
            else
            {
                await RequestAsync(subscription, cancellationToken);
            }
        }

        return due.Count;
    }

    /// <summary>Answers the hub's question whether we meant it (section 5.3), or hears that it refuses (section 5.2).</summary>
    /// <param name="mode"><c>hub.mode</c>.</param>
    /// <param name="topic"><c>hub.topic</c>.</param>
    /// <param name="leaseSeconds"><c>hub.lease_seconds</c>; null when not given.</param>
    /// <returns>Whether to say yes.</returns>
    public async Task<bool> VerifyAsync(string token, string? mode, string? topic, string? leaseSeconds, CancellationToken cancellationToken)
    {
        if (await archive.FindWebSubAsync(token, cancellationToken) is not { } subscription || subscription.Topic != topic)
        {
            return false;
        }

        var now = time.GetUtcNow();
        switch (mode)
        {
            case "subscribe" when subscription.State != WebSubState.Ending:
                var lease = long.TryParse(leaseSeconds, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < LongestLease.TotalSeconds
                    ? TimeSpan.FromSeconds(seconds)
                    : LongestLease;
                lease = lease < ShortestLease ? ShortestLease : lease;
                // Renewed with a fifth of it left, and once more with the retries' hour between.
                await archive.SaveWebSubAsync(
                    subscription with { State = WebSubState.Active, Expires = now + lease, NextRequest = now + (lease * 0.8), Attempts = 0 }, cancellationToken);
                LogConfirmed(subscription.Topic, subscription.Hub, lease);
                return true;
            case "unsubscribe" when subscription.State == WebSubState.Ending:
                await archive.RemoveWebSubAsync(token, cancellationToken);
                return true;
            case "denied" when subscription.State != WebSubState.Ending:
                await archive.SaveWebSubAsync(
                    subscription with { State = WebSubState.Wanted, Expires = null, NextRequest = now + LongestRetry }, cancellationToken);
                LogFailed(subscription.Topic, subscription.Hub, "it refuses");
                return true;
            default:
                return false;
        }
    }

    private Task EndAsync(WebSubSubscription subscription) => archive.SaveWebSubAsync(
        subscription with { State = WebSubState.Ending, NextRequest = time.GetUtcNow(), Attempts = 0 }, CancellationToken.None);

    private async Task RequestAsync(WebSubSubscription subscription, CancellationToken cancellationToken)
    {
        var error = await PostAsync(subscription, cancellationToken);
        if (error is null)
        {
            return;
        }

        var wait = FirstRetry * (1 << Math.Min(subscription.Attempts, 10));
        await archive.PutOffWebSubAsync(subscription, time.GetUtcNow() + (wait < LongestRetry ? wait : LongestRetry), CancellationToken.None);
        LogFailed(subscription.Topic, subscription.Hub, error);
    }

    /// <returns>Null when the hub will ask back, else what went wrong.</returns>
    private async Task<string?> PostAsync(WebSubSubscription subscription, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>
        {
            ["hub.callback"] = new Uri(publicUrl, $"{publicUrl.AbsolutePath.TrimEnd('/')}/websub/{subscription.Token}").AbsoluteUri,
            ["hub.mode"] = subscription.State == WebSubState.Ending ? "unsubscribe" : "subscribe",
            ["hub.topic"] = subscription.Topic,
            ["hub.lease_seconds"] = ((long)LeaseWanted.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            ["hub.secret"] = subscription.Secret,
        };
        var url = new Uri(subscription.Hub);
        for (var hops = 0; hops <= MaxRedirects; hops++)
        {
            if (guard.Refuse(url) is { } reason)
            {
                return reason;
            }

            await using var pass = await gate.EnterAsync(url, null, cancellationToken);
            using var timeout = new CancellationTokenSource(options.HeaderTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
                message.Headers.TryAddWithoutValidation("User-Agent", identity.UserAgent(0));
                using var response = await http.SendAsync(message, either.Token);
                if (response.IsSuccessStatusCode)
                {
                    return null;
                }

                if (response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
                {
                    return $"it answered {(int)response.StatusCode}";
                }

                url = new Uri(url, location);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return $"no answer within {options.HeaderTimeout.TotalSeconds:0.#} s";
            }
            catch (HttpRequestException e)
            {
                return e.InnerException?.Message ?? e.Message;
            }
        }

        return "too many redirects";
    }

    private static Uri? Absolute(Uri source, string? address) =>
        Uri.TryCreate(source, address, out var url) && url.Scheme is "http" or "https" ? url : null;

    [LoggerMessage(LogLevel.Information, "The hub {Hub} delivers {Topic} for {Lease}")]
    private partial void LogConfirmed(string topic, string hub, TimeSpan lease);

    [LoggerMessage(LogLevel.Warning, "No subscription to {Topic} at the hub {Hub}: {Error}")]
    private partial void LogFailed(string topic, string hub, string error);
}
