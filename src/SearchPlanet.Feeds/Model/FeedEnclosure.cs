namespace SearchPlanet.Feeds;

/// <summary>An attached file.</summary>
/// <param name="LengthInBytes">Null when missing, not a number, or negative.</param>
public sealed record FeedEnclosure(string Address, string? MediaType = null, long? LengthInBytes = null, string? Title = null);
