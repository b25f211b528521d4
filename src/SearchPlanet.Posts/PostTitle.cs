namespace SearchPlanet.Posts;

/// <summary>
/// Parts the author from the titles of planets, which write <c>Author: Title</c>. A colon is in many real titles
/// (<c>Django: what's new in 6.0</c>), so a name is believed only where something else says that it is one.
/// </summary>
public static class PostTitle
{
    private const int MaxNameLength = 60;

    private const int MaxNameWords = 6;

    /// <summary>Splits a title of a planet's feed.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="names">Who the entry says wrote it or where it is from: authors, the blog's title. Any of them in front is taken off.</param>
    /// <param name="prefixes">True for a planet known to write all its titles so; then whatever stands in front of the first colon is the author, if it may be a name.</param>
    /// <returns>The author as written in front, null when nothing is taken off; and the rest, never empty.</returns>
    public static (string? Author, string Title) Split(string title, IEnumerable<string> names, bool prefixes)
    {
        foreach (var name in names)
        {
            if (name.Length > 0 && title.Length > name.Length + 2 && title.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && title.AsSpan(name.Length).StartsWith(": ") && !string.IsNullOrWhiteSpace(title[(name.Length + 2)..]))
            {
                return (title[..name.Length], title[(name.Length + 2)..].Trim());
            }
        }

        var colon = title.IndexOf(": ", StringComparison.Ordinal);
        if (!prefixes || colon <= 0 || string.IsNullOrWhiteSpace(title[(colon + 2)..]))
        {
            return (null, title);
        }

        var author = title[..colon].Trim();
        return MayBeName(author) ? (author, title[(colon + 2)..].Trim()) : (null, title);
    }

    private static bool MayBeName(string text) =>
        text.Length is > 1 and <= MaxNameLength
        && text.Count(c => c == ' ') < MaxNameWords
        && text.AsSpan().IndexOfAny("?!;") < 0;
}
