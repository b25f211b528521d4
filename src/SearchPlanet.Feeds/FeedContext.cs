namespace SearchPlanet.Feeds;

/// <summary>How a document was come by. Everything is optional: a file on disk has none of it.</summary>
public sealed record FeedContext
{
    public static FeedContext None { get; } = new();

    /// <summary>Where the document was fetched from, after redirects: the base of relative links.</summary>
    public Uri? Url { get; init; }

    /// <summary>The <c>Content-Type</c> header as received.</summary>
    public string? ContentType { get; init; }

    /// <summary>Other headers, names in lower case; <c>content-location</c> and <c>content-language</c> are looked at.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
