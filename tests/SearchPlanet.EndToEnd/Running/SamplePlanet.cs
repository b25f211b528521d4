namespace SearchPlanet.EndToEnd.Running;

internal sealed record SamplePlanet(string Name, string Title, string Url, IReadOnlyList<SampleFeed> Feeds);
