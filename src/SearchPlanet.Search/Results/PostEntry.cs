namespace SearchPlanet.Search.Results;

/// <summary>A post's place in a list of all posts.</summary>
/// <param name="Published">UTC; null when unknown.</param>
public sealed record PostEntry(string Id, DateOnly? Published);
