namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The body of <c>POST /api/v1/webhooks</c>.</summary>
/// <param name="Query">In the query language.</param>
/// <param name="Url">Where to post.</param>
internal sealed record AddWebhook(string? Query, string? Url);
