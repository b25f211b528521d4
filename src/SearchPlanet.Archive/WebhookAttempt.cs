namespace SearchPlanet.Archive;

/// <summary>What came of trying a delivery.</summary>
/// <param name="State">Of the delivery from now on.</param>
/// <param name="At">When it was tried.</param>
/// <param name="Error">Why it failed, in plain words; null when it did not.</param>
/// <param name="RetryAt">When to try again, and before when nothing else is sent to the webhook either; null when it did not fail.</param>
/// <param name="EndsWebhook">The webhook is given up with this failure.</param>
public sealed record WebhookAttempt(WebhookDeliveryState State, DateTimeOffset At, string? Error = null, DateTimeOffset? RetryAt = null, bool EndsWebhook = false);
