namespace SearchPlanet.Search.Results;

/// <summary>A way to go on from what was typed.</summary>
/// <param name="Text">What a person reads: a title, a tag, a name, a word.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Query">The query to run when it is chosen, in the query language.</param>
/// <param name="Count">Posts it leads to; above zero.</param>
public sealed record Completion(string Text, CompletionKind Kind, string Query, int Count);
