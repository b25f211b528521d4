namespace SearchPlanet.Ingestion.Fetching;

/// <summary>What to fetch.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="ETag">The validator of the document we have, verbatim; null without one.</param>
/// <param name="LastModified">Likewise.</param>
/// <param name="Accept">Media types, as in the <c>Accept</c> header.</param>
public sealed record FetchRequest(Uri Url, string? ETag = null, string? LastModified = null, string Accept = FetchRequest.Feeds)
{
    /// <summary>A longer pause between requests to its domain than the usual one; null for the usual one.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Feeds of every kind; pages too, since some servers know no better and autodiscovery reads them.</summary>
    public const string Feeds = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5";

    public const string Pages = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";
}
