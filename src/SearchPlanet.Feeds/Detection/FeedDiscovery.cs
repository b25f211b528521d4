using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Detection;

/// <summary>Finds the feeds that an HTML page points to.</summary>
public static class FeedDiscovery
{
    private const int MaxCandidates = 50;

    /// <summary>Far more than any page has feeds; the rest of the page is then not looked at.</summary>
    private const int MaxOrdinaryLinks = 1_000;

    /// <summary>Reads the page's <c>link</c> elements, then its ordinary links that look like feeds.</summary>
    /// <remarks>Tag by tag, without a tree: what is asked here needs none, and a page may be built to make one cost minutes.</remarks>
    /// <param name="html">The page; a prefix that holds the head is enough for declared feeds.</param>
    /// <param name="pageUrl">Where it was fetched from, after redirects.</param>
    /// <returns>Best first: declared before guessed, posts before comments, in the page's order otherwise. No address twice.</returns>
    public static IReadOnlyList<FeedCandidate> Find(string html, Uri pageUrl)
    {
        Uri? stated = null;
        var declared = new List<Anchor>();
        var ordinary = new List<Anchor>();
        var tokens = new XmlTokenizer(html, 0, html.Length);
        while (tokens.Read())
        {
            if (tokens.Kind != XmlTokenKind.StartTag || ordinary.Count >= MaxOrdinaryLinks)
            {
                continue;
            }

            if (tokens.Name.Equals("a", StringComparison.OrdinalIgnoreCase) && ReadAnchor(ref tokens, html) is { } link && LooksLikeFeed(link.Address))
            {
                ordinary.Add(link);
            }
            else if (tokens.Name.Equals("link", StringComparison.OrdinalIgnoreCase) && declared.Count < MaxCandidates && ReadAnchor(ref tokens, html) is { } named && IsDeclaredFeed(named))
            {
                declared.Add(named);
            }
            else if (stated is null && tokens.Name.Equals("base", StringComparison.OrdinalIgnoreCase) && ReadAnchor(ref tokens, html) is { } root)
            {
                stated = Uri.TryCreate(pageUrl, root.Address, out var address) && IsWeb(address) ? address : null;
            }
        }

        var baseUrl = stated ?? pageUrl;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<(FeedCandidate Candidate, int Rank)>();
        foreach (var link in declared)
        {
            if (Resolve(link, baseUrl) is { } address && seen.Add(address))
            {
                var candidate = new FeedCandidate(address, link.Title, link.MediaType, IsDeclared: true);
                found.Add((candidate, IsSecondary(address, candidate.Title) ? 1 : 0));
            }
        }

        foreach (var link in ordinary)
        {
            if (Resolve(link, baseUrl) is { } address && seen.Add(address))
            {
                var isElsewhere = !string.Equals(new Uri(address).Host, pageUrl.Host, StringComparison.OrdinalIgnoreCase);
                var candidate = new FeedCandidate(address, link.Title, link.MediaType, IsDeclared: false);
                found.Add((candidate, (isElsewhere ? 3 : 2) + (IsSecondary(address, candidate.Title) ? 2 : 0)));
            }
        }

        return [.. found.OrderBy(entry => entry.Rank).Take(MaxCandidates).Select(entry => entry.Candidate)];
    }

    /// <returns>Null when it has no address.</returns>
    private static Anchor? ReadAnchor(ref XmlTokenizer tokens, string html)
    {
        string? address = null;
        string? relation = null;
        string? mediaType = null;
        string? title = null;
        if (tokens.ValueEnd > tokens.ValueStart)
        {
            var attributes = new XmlAttributes(html.AsSpan(tokens.ValueStart, tokens.ValueEnd - tokens.ValueStart));
            while (attributes.Read())
            {
                var value = XmlReferences.Predefined.Unescape(attributes.Value).Trim();
                switch (attributes.Name.ToString().ToLowerInvariant())
                {
                    case "href":
                        address ??= WithoutFeedScheme(value);
                        break;
                    case "rel":
                        relation ??= value;
                        break;
                    case "type":
                        mediaType ??= FeedMediaTypes.Essence(value);
                        break;
                    case "title":
                        title ??= value.Length == 0 ? null : value;
                        break;
                }
            }
        }

        return string.IsNullOrEmpty(address) ? null : new Anchor(address, relation ?? "", mediaType, title);
    }

    private static bool IsDeclaredFeed(Anchor link)
    {
        var relations = link.Relation.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isAlternate = relations.Contains("alternate", StringComparer.OrdinalIgnoreCase)
            && !relations.Contains("stylesheet", StringComparer.OrdinalIgnoreCase);
        var isFeed = relations.Contains("feed", StringComparer.OrdinalIgnoreCase);
        return isFeed || (isAlternate && FeedMediaTypes.IsFeed(link.MediaType));
    }

    private static string? Resolve(Anchor link, Uri baseUrl) =>
        Uri.TryCreate(baseUrl, link.Address, out var address) && IsWeb(address) ? address.AbsoluteUri : null;

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

    /// <summary>By the last part of its path, whatever it is relative to.</summary>
    private static bool LooksLikeFeed(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        var path = (end < 0 ? address : address[..end]).TrimEnd('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".rss", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".atom", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".rdf", StringComparison.OrdinalIgnoreCase)
            || name.Equals("feed", StringComparison.OrdinalIgnoreCase)
            || name.Equals("rss", StringComparison.OrdinalIgnoreCase)
            || name.Equals("atom", StringComparison.OrdinalIgnoreCase)
            || name is "feed.xml" or "rss.xml" or "atom.xml" or "index.xml" or "rss2.xml" or "rss20.xml" or "rss10.xml" or "feed.json" or "feeds"
            || path.EndsWith("/feeds/posts/default", StringComparison.Ordinal);
    }

    /// <param name="Address">As written, without the <c>feed:</c> of old.</param>
    private sealed record Anchor(string Address, string Relation, string? MediaType, string? Title);
}
