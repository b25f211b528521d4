namespace SearchPlanet.Engine.Facets;

/// <summary>A value of a column and how many documents have it.</summary>
public sealed record FacetValue(string Value, int Count);
