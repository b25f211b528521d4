namespace SearchPlanet.Search.Results;

/// <summary>One value of a facet.</summary>
/// <param name="Value">What a filter takes.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Selected">Whether the request filters by it.</param>
public sealed record FacetValue(string Value, string Label, int Count, bool Selected);
