namespace SearchPlanet.Search.Results;

/// <summary>A tag, author, source or planet with its posts.</summary>
/// <param name="Value">What a filter takes.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Count">Stories, each counted once; above zero.</param>
/// <param name="LastPublished">Day of its newest dated post, UTC; null when none is dated.</param>
public sealed record ListEntry(string Value, string Label, int Count, DateOnly? LastPublished);
