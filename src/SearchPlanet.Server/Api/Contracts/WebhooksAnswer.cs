namespace SearchPlanet.Server.Api.Contracts;

/// <summary>The standing queries that the caller's key may see.</summary>
internal sealed record WebhooksAnswer(IReadOnlyList<WebhookAnswer> Values);
