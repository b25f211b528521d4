namespace SearchPlanet.Feeds.Detection;

/// <summary>The media types that feeds are served as, rightly and wrongly.</summary>
public static class FeedMediaTypes
{
    /// <summary>True for the types that only feeds have, and for the bare XML and JSON ones that pages call their feeds.</summary>
    /// <param name="mediaType">As <see cref="Essence"/> gives it.</param>
    public static bool IsFeed(string? mediaType) => mediaType is
        "application/rss+xml" or "application/atom+xml" or "application/rdf+xml" or "application/feed+json"
        or "application/json" or "application/xml" or "text/xml" or "application/x-rss+xml" or "application/x.atom+xml"
        or "application/x-atom+xml" or "application/rss" or "application/atom" or "text/rss" or "text/atom" or "text/rdf"
        or "text/rss+xml" or "text/atom+xml";

    /// <summary>The type without its parameters, in lower case: <c>text/xml</c> of <c>Text/XML; charset=utf-8</c>.</summary>
    /// <returns>Null when nothing is left.</returns>
    public static string? Essence(string? contentType)
    {
        if (contentType is null)
        {
            return null;
        }

        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var essence = (end < 0 ? contentType : contentType[..end]).Trim().ToLowerInvariant();
        return essence.Length == 0 ? null : essence;
    }

    /// <summary>The charset parameter of a content type, as written.</summary>
    public static string? CharsetOf(string? contentType)
    {
        foreach (var parameter in (contentType ?? "").Split(';').Skip(1))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && parameter[..equals].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase))
            {
                return parameter[(equals + 1)..].Trim().Trim('"', '\'').Trim();
            }
        }

        return null;
    }
}
