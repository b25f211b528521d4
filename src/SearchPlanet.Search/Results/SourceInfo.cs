namespace SearchPlanet.Search.Results;

/// <summary>One source of a hit.</summary>
public sealed record SourceInfo(string Id, string Title, string? Planet, string? Url);
