namespace SearchPlanet.Search;

/// <summary>Values of one dimension asked for and shut out, from parameters rather than from the query text.</summary>
/// <param name="Include"><c>tag</c>: all must be there; the other dimensions: any.</param>
/// <param name="Exclude">None may be there.</param>
public sealed record FieldFilter(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude);
