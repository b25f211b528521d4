namespace SearchPlanet.Search.Results;

/// <summary>Matches published from <paramref name="From"/> up to, not including, <paramref name="To"/>.</summary>
public sealed record HistogramBucket(DateOnly From, DateOnly To, int Count);
