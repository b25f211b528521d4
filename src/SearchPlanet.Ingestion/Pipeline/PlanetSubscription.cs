namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>A planet as the configuration gives it.</summary>
/// <param name="Name">Short and stable, <c>python</c>, say.</param>
/// <param name="Url">The planet's page, or its own feed when <paramref name="Feeds"/> and <paramref name="Opml"/> name none.</param>
/// <param name="Feeds">Addresses of its own feed and of members'.</param>
/// <param name="Opml">A file or address with a list of members; null for none.</param>
public sealed record PlanetSubscription(string Name, string? Url, IReadOnlyList<string> Feeds, string? Opml = null);
