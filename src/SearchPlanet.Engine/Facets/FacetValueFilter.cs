namespace SearchPlanet.Engine.Facets;

/// <summary>Chooses values of a facet by their UTF-8, as for a search within it.</summary>
public delegate bool FacetValueFilter(ReadOnlySpan<byte> value);
