namespace SearchPlanet.Server.Api.Contracts;

/// <summary>What an admin request set in motion.</summary>
internal sealed record AcceptedAnswer(string Status, string Message);
