namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The body of a delivery.</summary>
/// <param name="Type"><c>post.matched</c>; receivers ignore types that they do not know.</param>
/// <param name="Timestamp">When this attempt was made, UTC.</param>
internal sealed record WebhookPayload(string Type, DateTime Timestamp, WebhookPayload.Matched Data)
{
    /// <param name="Webhook">Its id.</param>
    /// <param name="Page">The post's page on our site.</param>
    internal sealed record Matched(string Webhook, string Query, string Page, HitAnswer Post);
}
