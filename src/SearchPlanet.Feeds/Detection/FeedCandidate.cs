namespace SearchPlanet.Feeds.Detection;

/// <summary>A feed that a page points to.</summary>
/// <param name="Address">Absolute, http or https.</param>
/// <param name="IsDeclared">Named by a <c>link</c> element; otherwise only guessed from an ordinary link.</param>
public sealed record FeedCandidate(string Address, string? Title, string? MediaType, bool IsDeclared);
