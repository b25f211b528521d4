namespace SearchPlanet.Feeds.Tests;

/// <summary>Parses the small feeds of this project's own, and texts given in the test.</summary>
internal static class WildFeed
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "Wild", name));

    public static FeedParseResult Parse(string name, string? url = null) => FeedParser.Parse(Bytes(name), Context(url));

    /// <summary>Parses a text, in UTF-8.</summary>
    public static FeedParseResult ParseText(string text, string? url = null) => FeedParser.Parse(System.Text.Encoding.UTF8.GetBytes(text), Context(url));

    /// <summary>Parses an RSS 2.0 item of the elements given.</summary>
    public static FeedItem Item(string elements, string? url = null) =>
        ParseText($"<rss version=\"2.0\"><channel><item>{elements}</item></channel></rss>", url).Feed.Items.ShouldHaveSingleItem();

    /// <summary>Parses an Atom 1.0 entry of the elements given.</summary>
    public static FeedItem Entry(string elements, string? url = null) =>
        ParseText($"<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>{elements}</entry></feed>", url).Feed.Items.ShouldHaveSingleItem();

    private static FeedContext Context(string? url) => new() { Url = url is null ? null : new Uri(url) };
}
