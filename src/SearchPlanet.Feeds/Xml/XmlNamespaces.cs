using System.Collections.Frozen;

namespace SearchPlanet.Feeds.Xml;

/// <summary>Which vocabulary a namespace, or failing that a prefix, stands for.</summary>
internal static class XmlNamespaces
{
    private static readonly FrozenDictionary<string, XmlVocabulary> ByAddress = new Dictionary<string, XmlVocabulary>(StringComparer.OrdinalIgnoreCase)
    {
        [""] = XmlVocabulary.Rss,
        ["http://purl.org/rss/1.0"] = XmlVocabulary.Rss,
        ["http://my.netscape.com/rdf/simple/0.9"] = XmlVocabulary.Rss,
        ["http://channel.netscape.com/rdf/simple/0.9"] = XmlVocabulary.Rss,
        ["http://blogs.law.harvard.edu/tech/rss"] = XmlVocabulary.Rss,
        ["http://cyber.law.harvard.edu/rss/rss.html"] = XmlVocabulary.Rss,
        ["http://purl.org/rss/1.0/modules/rss091#"] = XmlVocabulary.Rss,
        ["http://purl.org/net/rss1.1#"] = XmlVocabulary.Rss,
        ["http://example.com/newformat#"] = XmlVocabulary.Atom,
        ["http://example.com/necho"] = XmlVocabulary.Atom,
        ["http://purl.org/echo"] = XmlVocabulary.Atom,
        ["uri/of/echo/namespace#"] = XmlVocabulary.Atom,
        ["http://purl.org/pie"] = XmlVocabulary.Atom,
        ["http://purl.org/atom/ns#"] = XmlVocabulary.Atom,
        ["http://www.w3.org/2005/atom"] = XmlVocabulary.Atom,
        ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"] = XmlVocabulary.Rdf,
        ["http://purl.org/dc/elements/1.1"] = XmlVocabulary.DublinCore,
        ["http://purl.org/dc/elements/1.0"] = XmlVocabulary.DublinCore,
        ["http://purl.org/dc/terms"] = XmlVocabulary.DublinCoreTerms,
        ["http://purl.org/rss/1.0/modules/content"] = XmlVocabulary.Content,
        ["http://www.w3.org/1999/xhtml"] = XmlVocabulary.Xhtml,
        ["http://search.yahoo.com/mrss"] = XmlVocabulary.Media,
        ["http://www.itunes.com/dtds/podcast-1.0.dtd"] = XmlVocabulary.ITunes,
        ["http://example.com/dtds/podcast-1.0.dtd"] = XmlVocabulary.ITunes,
        ["http://www.google.com/schemas/play-podcasts/1.0"] = XmlVocabulary.GooglePlay,
        ["https://podcastindex.org/namespace/1.0"] = XmlVocabulary.Podcast,
        ["http://podcastindex.org/namespace/1.0"] = XmlVocabulary.Podcast,
        ["https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"] = XmlVocabulary.Podcast,
        ["http://rssnamespace.org/feedburner/ext/1.0"] = XmlVocabulary.FeedBurner,
        ["http://purl.org/rss/1.0/modules/syndication"] = XmlVocabulary.Syndication,
        ["http://purl.org/rss/1.0/modules/slash"] = XmlVocabulary.Slash,
        ["http://wellformedweb.org/commentapi"] = XmlVocabulary.CommentApi,
        ["http://purl.org/syndication/thread/1.0"] = XmlVocabulary.Threading,
        ["http://purl.org/syndication/history/1.0"] = XmlVocabulary.History,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, XmlVocabulary> ByPrefix = new Dictionary<string, XmlVocabulary>(StringComparer.OrdinalIgnoreCase)
    {
        ["rss"] = XmlVocabulary.Rss,
        ["atom"] = XmlVocabulary.Atom,
        ["atom10"] = XmlVocabulary.Atom,
        ["a10"] = XmlVocabulary.Atom,
        ["rdf"] = XmlVocabulary.Rdf,
        ["dc"] = XmlVocabulary.DublinCore,
        ["dcterms"] = XmlVocabulary.DublinCoreTerms,
        ["content"] = XmlVocabulary.Content,
        ["xhtml"] = XmlVocabulary.Xhtml,
        ["media"] = XmlVocabulary.Media,
        ["itunes"] = XmlVocabulary.ITunes,
        ["googleplay"] = XmlVocabulary.GooglePlay,
        ["podcast"] = XmlVocabulary.Podcast,
        ["feedburner"] = XmlVocabulary.FeedBurner,
        ["sy"] = XmlVocabulary.Syndication,
        ["slash"] = XmlVocabulary.Slash,
        ["wfw"] = XmlVocabulary.CommentApi,
        ["thr"] = XmlVocabulary.Threading,
        ["fh"] = XmlVocabulary.History,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The vocabulary of a namespace address; case, blanks and a last slash do not matter, as feeds are careless with them.</summary>
    public static XmlVocabulary OfAddress(ReadOnlySpan<char> address)
    {
        address = address.Trim().TrimEnd('/');
        if (address.Contains("backend.userland.com/rss", StringComparison.OrdinalIgnoreCase))
        {
            return XmlVocabulary.Rss;
        }

        return ByAddress.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(address, out var vocabulary)
            ? vocabulary
            : XmlVocabulary.Foreign;
    }

    /// <summary>What a prefix nearly always stands for.</summary>
    public static XmlVocabulary OfPrefix(ReadOnlySpan<char> prefix) =>
        ByPrefix.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out var vocabulary)
            ? vocabulary
            : XmlVocabulary.Foreign;
}
