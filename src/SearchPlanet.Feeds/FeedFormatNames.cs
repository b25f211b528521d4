namespace SearchPlanet.Feeds;

/// <summary>The short names of the formats, as in JSON and in messages.</summary>
public static class FeedFormatNames
{
    /// <summary>The name, for instance <c>rss20</c>; null for <see cref="FeedFormat.Unknown"/>.</summary>
    public static string? Of(FeedFormat format) => format switch
    {
        FeedFormat.Rss090 => "rss090",
        FeedFormat.Rss091 => "rss091",
        FeedFormat.Rss092 => "rss092",
        FeedFormat.Rss093 => "rss093",
        FeedFormat.Rss094 => "rss094",
        FeedFormat.Rss10 => "rss10",
        FeedFormat.Rss20 => "rss20",
        FeedFormat.Atom03 => "atom03",
        FeedFormat.Atom10 => "atom10",
        FeedFormat.Json10 => "json10",
        FeedFormat.Json11 => "json11",
        FeedFormat.Cdf => "cdf",
        _ => null,
    };
}
