using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>What an entry of a feed becomes.</summary>
/// <param name="Posts">The entry's own post first, then those taken out of it (a newsletter's links); empty when refused.</param>
/// <param name="Refusal">Why it cannot be a post, in plain words; null when it can.</param>
public sealed record MappedEntry(IReadOnlyList<IncomingPost> Posts, string? Refusal);
