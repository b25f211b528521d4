namespace SearchPlanet.Feeds;

/// <summary>The formats told apart; <see cref="FeedFormatNames"/> has their names on the wire.</summary>
public enum FeedFormat
{
    Unknown,
    Rss090,
    Rss091,
    Rss092,
    Rss093,
    Rss094,
    Rss10,
    Rss20,
    Atom03,
    Atom10,
    Json10,
    Json11,

    /// <summary>Microsoft's Channel Definition Format of 1997.</summary>
    Cdf,
}
