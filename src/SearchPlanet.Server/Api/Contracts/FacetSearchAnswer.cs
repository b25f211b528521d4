namespace SearchPlanet.Server.Api.Contracts;

/// <summary>Values of one facet among a search's matches.</summary>
internal sealed record FacetSearchAnswer(string Name, string? Prefix, IReadOnlyList<FacetAnswer.Choice> Values, int Other, string IndexVersion);
