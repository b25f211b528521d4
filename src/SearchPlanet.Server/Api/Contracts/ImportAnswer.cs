namespace SearchPlanet.Server.Api.Contracts;

/// <summary>What became of a list of subscriptions.</summary>
/// <param name="Listed">Subscriptions in the list with an http or https address.</param>
/// <param name="Added">Of these, not known before.</param>
internal sealed record ImportAnswer(int Listed, int Added);
