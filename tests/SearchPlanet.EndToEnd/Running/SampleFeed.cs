namespace SearchPlanet.EndToEnd.Running;

/// <param name="File">Below <c>samples/</c>.</param>
/// <param name="Url">Where it pretends to come from.</param>
internal sealed record SampleFeed(string Title, string File, string Url, string SiteUrl, bool IsPlanet);
