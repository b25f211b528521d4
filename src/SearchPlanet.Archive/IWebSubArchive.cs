namespace SearchPlanet.Archive;

/// <summary>Subscriptions at hubs. Part of <see cref="IArchive"/>.</summary>
public interface IWebSubArchive
{
    /// <summary>Adds it, or replaces the one with its token.</summary>
    Task SaveWebSubAsync(WebSubSubscription subscription, CancellationToken cancellationToken);

    Task<WebSubSubscription?> FindWebSubAsync(string token, CancellationToken cancellationToken);

    /// <summary>The feed's subscriptions, those that are ending too.</summary>
    Task<IReadOnlyList<WebSubSubscription>> ListWebSubAsync(string feedId, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="count"/> whose next request has come, given to this caller alone: the next one is put off to
    /// <paramref name="retryAt"/>, and the attempt counted, before it is made. What the hub confirms overrules both.
    /// </summary>
    /// <returns>As they are after that.</returns>
    Task<IReadOnlyList<WebSubSubscription>> LeaseDueWebSubAsync(DateTimeOffset now, DateTimeOffset retryAt, int count, CancellationToken cancellationToken);

    /// <summary>Puts the next request off further, unless the hub has confirmed something since <paramref name="subscription"/> was leased.</summary>
    Task PutOffWebSubAsync(WebSubSubscription subscription, DateTimeOffset until, CancellationToken cancellationToken);

    Task RemoveWebSubAsync(string token, CancellationToken cancellationToken);
}
