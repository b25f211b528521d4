namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>A planet as the configuration gives it.</summary>
/// <param name="Name">Short and stable, <c>python</c>, say.</param>
/// <param name="Url">The planet's own feed. A bare address, <c>https://planet.example/</c>, is its page when <paramref name="Feeds"/> or <paramref name="Opml"/> name feeds.</param>
/// <param name="Feeds">Addresses of members' feeds.</param>
/// <param name="Opml">A file or address with a list of members; null for none.</param>
public sealed record PlanetSubscription(string Name, string? Url, IReadOnlyList<string> Feeds, string? Opml = null);
