namespace SearchPlanet.Search.Results;

/// <summary>How the query was read.</summary>
/// <param name="Normalized">The same query in canonical spelling; parsing it gives the same meaning.</param>
/// <param name="DidYouMean">A better spelling that has hits; null for most.</param>
/// <param name="Relaxed">Ways to find more, each with its count; null when enough was found.</param>
public sealed record QueryEcho(
    string Raw, string Normalized, IReadOnlyList<QueryNote> Notes, Suggestion? DidYouMean, IReadOnlyList<Suggestion>? Relaxed);
