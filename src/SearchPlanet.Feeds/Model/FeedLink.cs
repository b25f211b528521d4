namespace SearchPlanet.Feeds;

/// <summary>A link with its relation, in lower case (<c>alternate</c> when none is given).</summary>
public sealed record FeedLink(string Address, string Relation = "alternate", string? MediaType = null, string? Title = null, string? Language = null);
