namespace SearchPlanet.Archive;

/// <summary>What active webhooks have yet to be sent.</summary>
/// <param name="Waiting">Deliveries pending, those that have failed and are tried again among them.</param>
/// <param name="Oldest">When the first of their posts was first seen; null when none waits.</param>
public sealed record WebhookQueue(int Waiting, DateTimeOffset? Oldest)
{
    public static WebhookQueue Empty { get; } = new(0, null);
}
