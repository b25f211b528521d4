using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>Ways to go on from what was typed, the best first.</summary>
internal sealed record SuggestAnswer(string Query, IReadOnlyList<SuggestAnswer.Suggested> Suggestions)
{
    public static SuggestAnswer Of(string query, IReadOnlyList<Completion> completions) =>
        new(query, [.. completions.Select(completion => new Suggested(
            completion.Text, completion.Kind.ToString().ToLowerInvariant(), completion.Query, completion.Count, $"/search?q={Uri.EscapeDataString(completion.Query)}"))]);

    /// <param name="Kind"><c>title</c>, <c>tag</c>, <c>author</c>, <c>source</c> or <c>term</c>.</param>
    /// <param name="Query">To run when it is chosen.</param>
    internal sealed record Suggested(string Text, string Kind, string Query, int Count, string Url);
}
