namespace SearchPlanet.Search.Results;

/// <summary>A passage that shows why a post matched.</summary>
/// <param name="Html">Escaped text and <c>&lt;mark&gt;</c>, nothing else.</param>
/// <param name="In"><c>body</c>, <c>code</c> or <c>transcript</c>.</param>
/// <param name="Anchor">Fragment to put after the post's address; null when none is known.</param>
public sealed record Snippet(string Html, string In, string? Anchor);
