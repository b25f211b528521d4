namespace SearchPlanet.Feeds;

public sealed record FeedImage(string Address, string? Title = null, string? Link = null);
