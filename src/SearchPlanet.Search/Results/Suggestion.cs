namespace SearchPlanet.Search.Results;

/// <summary>Another query worth asking.</summary>
/// <param name="Query">In the query language, to be searched as it stands.</param>
/// <param name="Label">What it does, for people: <c>without tag:orm</c>, <c>all years</c>.</param>
/// <param name="Count">Hits it has; above zero.</param>
public sealed record Suggestion(string Query, string Label, int Count);
