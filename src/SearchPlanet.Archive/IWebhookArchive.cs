namespace SearchPlanet.Archive;

/// <summary>Standing queries and their deliveries, which outlive crashes. Thread-safe; several processes may share the work.</summary>
public interface IWebhookArchive
{
    Task AddWebhookAsync(Webhook webhook, CancellationToken cancellationToken);

    /// <summary>All of them, the oldest first.</summary>
    Task<IReadOnlyList<Webhook>> ListWebhooksAsync(CancellationToken cancellationToken);

    /// <summary>With its deliveries.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> RemoveWebhookAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives a dead webhook another chance: its pending deliveries are due now, with all their attempts before them.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> ResumeWebhookAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Posts whose last change has a sequence number above <paramref name="after"/> and at most <paramref name="upTo"/>, in its order.</summary>
    Task<IReadOnlyList<NewPost>> ReadPostSequenceAsync(long after, long upTo, int limit, CancellationToken cancellationToken);

    /// <summary>Queues a webhook's matches and moves it on, in one step: a crash before it repeats the matching, one after it loses nothing.</summary>
    /// <param name="posts">Those that matched; one queued before stays as it is.</param>
    /// <returns>False when another process has moved it on from <paramref name="from"/>; nothing was queued.</returns>
    Task<bool> QueueDeliveriesAsync(string webhookId, long from, long to, IReadOnlyList<NewPost> posts, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Due deliveries of active webhooks, held for this caller until <paramref name="leasedUntil"/>; those tried least come first, then the oldest.</summary>
    Task<IReadOnlyList<WebhookDelivery>> LeaseDeliveriesAsync(DateTimeOffset now, DateTimeOffset leasedUntil, int count, CancellationToken cancellationToken);

    /// <summary>Writes what came of a delivery and lets go of it. After a failure the webhook's others wait as long.</summary>
    Task SaveAttemptAsync(WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Lets go of a delivery that was not tried after all.</summary>
    /// <param name="notBefore">When it is due again, if it is not already later.</param>
    Task ReleaseDeliveryAsync(string id, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <summary>How much is queued for active webhooks, and since when.</summary>
    Task<WebhookQueue> CountDeliveriesAsync(CancellationToken cancellationToken);

    /// <summary>The last changed first.</summary>
    Task<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(string webhookId, int limit, CancellationToken cancellationToken);
}
