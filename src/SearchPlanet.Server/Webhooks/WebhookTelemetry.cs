using System.Diagnostics.Metrics;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Webhooks;

/// <summary>What the sender tells of itself, from the start on: an instrument that appeared with the first delivery would be missed before. Thread-safe.</summary>
internal sealed class WebhookTelemetry : IDisposable
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "SearchPlanet.Webhooks";

    private readonly Meter _meter = new(SourceName);
    private readonly Counter<long> _attempts;

    public WebhookTelemetry() => _attempts = _meter.CreateCounter<long>(
        "searchplanet.webhook.attempts", null, "Deliveries tried, by what came of it: failed ones are tried again, dead ones not.");

    /// <summary>The instruments of this sender, and no other's in the same process.</summary>
    public bool Owns(Meter meter) => ReferenceEquals(meter, _meter);

    public void Record(WebhookAttempt attempt) => _attempts.Add(1, new KeyValuePair<string, object?>("outcome", attempt.State switch
    {
        WebhookDeliveryState.Delivered => "delivered",
        WebhookDeliveryState.Dropped => "dropped",
        WebhookDeliveryState.Dead => "dead",
        _ => "failed",
    }));

    public void Dispose() => _meter.Dispose();
}
