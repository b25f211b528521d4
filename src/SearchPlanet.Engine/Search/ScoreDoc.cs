namespace SearchPlanet.Engine.Search;

/// <summary>A hit.</summary>
/// <param name="Doc">Document id in the whole index.</param>
/// <param name="Score">Its score; 0 when a <see cref="Sort"/> without scores found it.</param>
/// <param name="SortValues">What it was sorted by, a value a <see cref="SortField"/>; null when by score.</param>
public sealed record ScoreDoc(int Doc, float Score, long[]? SortValues = null);
