using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Facets;

/// <summary>What was chosen in one dimension of a faceted search.</summary>
/// <param name="Dimension">The facet's name.</param>
/// <param name="Filter">The choice.</param>
/// <param name="IsSideways">Whether the dimension's own counts ignore the choice, so that its other values stay choosable.</param>
public sealed record DrillDown(string Dimension, Query Filter, bool IsSideways = true);
