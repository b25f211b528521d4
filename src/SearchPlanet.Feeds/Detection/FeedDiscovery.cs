using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace SearchPlanet.Feeds.Detection;

/// <summary>Finds the feeds that an HTML page points to.</summary>
public static class FeedDiscovery
{
    private const int MaxCandidates = 50;

    /// <summary>Reads the page's <c>link</c> elements, then its ordinary links that look like feeds.</summary>
    /// <param name="html">The page; a prefix that holds the head is enough for declared feeds.</param>
    /// <param name="pageUrl">Where it was fetched from, after redirects.</param>
    /// <returns>Best first: declared before guessed, posts before comments, in the page's order otherwise. No address twice.</returns>
    public static IReadOnlyList<FeedCandidate> Find(string html, Uri pageUrl)
    {
        using var document = new HtmlParser().ParseDocument(html);
        Uri baseUrl = document.QuerySelector("base[href]")?.GetAttribute("href") is { } href
            && Uri.TryCreate(pageUrl, href.Trim(), out Uri? stated) && IsWeb(stated) ? stated : pageUrl;
        var found = new List<(FeedCandidate Candidate, int Rank)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (IElement link in document.QuerySelectorAll("link[href]"))
        {
            if (IsDeclaredFeed(link) && Resolve(link, baseUrl) is { } address && seen.Add(address))
            {
                var candidate = new FeedCandidate(address, TextOf(link.GetAttribute("title")), MediaTypeOf(link), IsDeclared: true);
                found.Add((candidate, IsSecondary(address, candidate.Title) ? 1 : 0));
            }
        }

        foreach (IElement link in document.QuerySelectorAll("a[href]"))
        {
            if (found.Count >= MaxCandidates)
            {
                break;
            }

            if (Resolve(link, baseUrl) is { } address && LooksLikeFeed(address) && seen.Add(address))
            {
                bool isElsewhere = !string.Equals(new Uri(address).Host, pageUrl.Host, StringComparison.OrdinalIgnoreCase);
                var candidate = new FeedCandidate(address, TextOf(link.TextContent), MediaTypeOf(link), IsDeclared: false);
                found.Add((candidate, (isElsewhere ? 3 : 2) + (IsSecondary(address, candidate.Title) ? 2 : 0)));
            }
        }

        return [.. found.OrderBy(entry => entry.Rank).Take(MaxCandidates).Select(entry => entry.Candidate)];
    }

    private static bool IsDeclaredFeed(IElement link)
    {
        string[] relations = (link.GetAttribute("rel") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        bool isAlternate = relations.Contains("alternate", StringComparer.OrdinalIgnoreCase)
            && !relations.Contains("stylesheet", StringComparer.OrdinalIgnoreCase);
        bool isFeed = relations.Contains("feed", StringComparer.OrdinalIgnoreCase);
        return isFeed || (isAlternate && FeedMediaTypes.IsFeed(MediaTypeOf(link)));
    }

    private static string? MediaTypeOf(IElement link) => FeedMediaTypes.Essence(link.GetAttribute("type"));

    private static string? Resolve(IElement link, Uri baseUrl) =>
        Uri.TryCreate(baseUrl, WithoutFeedScheme(link.GetAttribute("href")!.Trim()), out Uri? address) && IsWeb(address)
            ? address.AbsoluteUri
            : null;

    /// <summary><c>feed:</c> is an old way to open a feed reader: <c>feed:https://…</c> and <c>feed://…</c>.</summary>
    private static string WithoutFeedScheme(string address) =>
        address.StartsWith("feed://", StringComparison.OrdinalIgnoreCase) ? string.Concat("http", address.AsSpan("feed".Length))
        : address.StartsWith("feed:", StringComparison.OrdinalIgnoreCase) ? address["feed:".Length..]
        : address;

    private static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    private static bool IsSecondary(string address, string? title) =>
        address.Contains("comment", StringComparison.OrdinalIgnoreCase)
        || title?.Contains("comment", StringComparison.OrdinalIgnoreCase) == true
        || address.Contains("oembed", StringComparison.OrdinalIgnoreCase)
        || address.Contains("wp-json", StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikeFeed(string address)
    {
        string path = new Uri(address).AbsolutePath.TrimEnd('/');
        string name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".rss", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".atom", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".rdf", StringComparison.OrdinalIgnoreCase)
            || name.Equals("feed", StringComparison.OrdinalIgnoreCase)
            || name.Equals("rss", StringComparison.OrdinalIgnoreCase)
            || name.Equals("atom", StringComparison.OrdinalIgnoreCase)
            || name is "feed.xml" or "rss.xml" or "atom.xml" or "index.xml" or "rss2.xml" or "rss20.xml" or "rss10.xml" or "feed.json" or "feeds"
            || path.EndsWith("/feeds/posts/default", StringComparison.Ordinal);
    }

    private static string? TextOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
