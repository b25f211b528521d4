using System.Diagnostics.Metrics;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Webhooks;

/// <summary>What the sender tells of itself. Costs nothing while nobody listens.</summary>
internal static class WebhookTelemetry
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "SearchPlanet.Webhooks";

    private static readonly Meter Meter = new(SourceName);

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "searchplanet.webhook.attempts", null, "Deliveries tried, by what came of it: failed ones are tried again, dead ones not.");

    public static void Record(WebhookAttempt attempt) => Attempts.Add(1, new KeyValuePair<string, object?>("outcome", attempt.State switch
    {
        WebhookDeliveryState.Delivered => "delivered",
        WebhookDeliveryState.Dropped => "dropped",
        WebhookDeliveryState.Dead => "dead",
        _ => "failed",
    }));
}
