using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Search;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Webhooks;

/// <summary>
/// Posts what is due: signed, behind the guard that every address passes, redirects not followed. What fails is tried again later and later,
/// and given up in the end with the reason.
/// </summary>
internal sealed class WebhookSender(
    IArchive archive, HttpMessageInvoker http, AddressGuard guard, SearchPlanetOptions options, TimeProvider time, WebhookTelemetry telemetry,
    ILogger<WebhookSender> logger)
{
    private const int BatchSize = 64;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(12);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);
    private readonly string _site = options.PublicUrl.TrimEnd('/');
    private readonly CrawlerIdentity _identity = new(options.PublicUrl, options.Contact);

    /// <summary>Tries a batch; different webhooks at once, each one's deliveries one after the other.</summary>
    /// <returns>Deliveries tried.</returns>
    public async Task<int> StepAsync(IReadOnlyList<Webhook> webhooks, PostSearcher searcher, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await archive.LeaseDeliveriesAsync(now, now + Lease, BatchSize, cancellationToken);
        await Task.WhenAll(due.GroupBy(delivery => delivery.WebhookId).Select(group =>
            SendAllAsync(webhooks.FirstOrDefault(webhook => webhook.Id == group.Key), [.. group], searcher, cancellationToken)));
        return due.Count;
    }

    /// <param name="webhook">Null when it has come since the list was read; its turn is the next.</param>
    private async Task SendAllAsync(Webhook? webhook, List<WebhookDelivery> deliveries, PostSearcher searcher, CancellationToken cancellationToken)
    {
        var failures = webhook?.Failures ?? 0;
        var hasFailed = false;
        foreach (var delivery in deliveries)
        {
            if (webhook is null || hasFailed)
            {
                await archive.ReleaseDeliveryAsync(delivery.Id, time.GetUtcNow(), cancellationToken);
                continue;
            }

            if (await TryAsync(webhook with { Failures = failures }, delivery, searcher, cancellationToken) is not { } attempt)
            {
                await archive.ReleaseDeliveryAsync(delivery.Id, time.GetUtcNow() + options.Webhooks.FirstRetry, cancellationToken);
                continue;
            }

            await archive.SaveAttemptAsync(delivery, attempt, cancellationToken);
            telemetry.Record(attempt);
            hasFailed = attempt.RetryAt is not null;
            failures = hasFailed ? failures + 1 : 0;
            Report(webhook, delivery, attempt);
        }
    }

    private void Report(Webhook webhook, WebhookDelivery delivery, WebhookAttempt attempt)
    {
        // The host only: an address of this kind often is a secret itself.
        var host = new Uri(webhook.Url).Host;
        if (attempt.EndsWebhook)
        {
            logger.LogWarning("Webhook {WebhookId} to {Host} is given up: {Error}", webhook.Id, host, attempt.Error);
        }
        else if (attempt.Error is not null)
        {
            logger.LogInformation("Delivery {DeliveryId} of webhook {WebhookId} to {Host} failed: {Error}", delivery.Id, webhook.Id, host, attempt.Error);
        }
    }

    /// <returns>Null when this index does not have the post yet: it may have begun again from an older commit.</returns>
    private async Task<WebhookAttempt?> TryAsync(Webhook webhook, WebhookDelivery delivery, PostSearcher searcher, CancellationToken cancellationToken)
    {
        if (searcher.Get(delivery.PostId) is not { } hit)
        {
            return await archive.GetPostAsync(delivery.PostId, cancellationToken) is null
                ? new WebhookAttempt(WebhookDeliveryState.Dropped, time.GetUtcNow())
                : null;
        }

        var url = new Uri(webhook.Url);
        if (guard.Refuse(url) is { } refusal)
        {
            return Failure(webhook, delivery, $"The address is refused: {refusal}.", null, isFinal: true);
        }

        using var limit = new CancellationTokenSource(options.Webhooks.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(webhook, delivery, new WebhookPayload.Matched(webhook.Id, webhook.Query, $"{_site}/posts/{Uri.EscapeDataString(hit.Id)}", HitAnswer.Of(hit)));
            using var response = await http.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
            {
                return new WebhookAttempt(WebhookDeliveryState.Delivered, time.GetUtcNow());
            }

            var wait = RetryAfter.Parse(response.Headers.TryGetValues("Retry-After", out var values) ? values.First() : null, time.GetUtcNow());
            return Failure(
                webhook, delivery, $"The address answered {(int)response.StatusCode}{((int)response.StatusCode / 100 == 3 ? "; redirects are not followed" : "")}.",
                wait, isFinal: response.StatusCode == HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(webhook, delivery, $"No answer within {options.Webhooks.Timeout.TotalSeconds:0.#} seconds.", null, isFinal: false);
        }
        catch (HttpRequestException failure)
        {
            var reason = failure.InnerException switch
            {
                AddressRefusedException refused => refused.Message,
                SocketException socket => socket.Message,
                IOException or null => "the connection broke off",
                var other => other.Message,
            };
            return Failure(webhook, delivery, $"No answer: {reason}.", null, isFinal: false);
        }
    }

    private HttpRequestMessage Request(Webhook webhook, WebhookDelivery delivery, WebhookPayload.Matched matched)
    {
        var now = time.GetUtcNow();
        var body = ApiJson.Bytes(new WebhookPayload("post.matched", now.UtcDateTime, matched), ApiJson.Default.WebhookPayload);
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", _identity.UserAgent(0));
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(webhook.Secret, delivery.Id, now, body));
        return request;
    }

    private WebhookAttempt Failure(Webhook webhook, WebhookDelivery delivery, string error, TimeSpan? asked, bool isFinal)
    {
        var now = time.GetUtcNow();
        var attempts = delivery.Attempts + 1;
        var failures = webhook.Failures + 1;
        var endsWebhook = isFinal || failures >= options.Webhooks.MaxAttempts;
        var state = attempts >= options.Webhooks.MaxAttempts ? WebhookDeliveryState.Dead : WebhookDeliveryState.Pending;
        return new WebhookAttempt(state, now, error, now + Pause(Math.Max(attempts, failures), asked), endsWebhook);
    }

    private TimeSpan Pause(int failures, TimeSpan? asked)
    {
        // Spread by up to a fifth, so that all that failed together does not come back together.
        var pause = options.Webhooks.FirstRetry * Math.Pow(4, Math.Min(failures - 1, 12)) * (1 + (Random.Shared.NextDouble() / 5));
        pause = asked > pause ? asked.Value : pause;
        return pause < LongestPause ? pause : LongestPause;
    }
}
