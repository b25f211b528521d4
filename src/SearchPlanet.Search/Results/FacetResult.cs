namespace SearchPlanet.Search.Results;

/// <summary>The most frequent values of one dimension over all matches, without that dimension's own OR-filters (drill-sideways).</summary>
/// <param name="Other">How many further values have hits.</param>
public sealed record FacetResult(IReadOnlyList<FacetValue> Values, int Other);
