using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Detection;

/// <summary>Which XML format a document is, and where in it the feed begins.</summary>
internal static class XmlFormat
{
    /// <summary>How many elements may stand before the feed: a wrapper, a stray tag, not a page.</summary>
    private const int MaxElementsBefore = 64;

    /// <summary>Finds the feed's root element.</summary>
    /// <param name="root">Its place on the tape; 0 when there is no feed.</param>
    public static FeedFormat Detect(XmlTape tape, out int root)
    {
        var isPage = tape.Count > 0 && tape.Elements[0].Name == ElementName.Html;
        for (var i = 0; i < Math.Min(tape.Count, MaxElementsBefore) && !isPage; i++)
        {
            var format = FormatOf(tape, i);
            if (format != FeedFormat.Unknown)
            {
                root = i;
                return format;
            }
        }

        root = 0;
        return FeedFormat.Unknown;
    }

    /// <summary>Whether the document is an HTML page.</summary>
    public static bool IsPage(XmlTape tape) => tape.Count > 0 && tape.Elements[0].Name is ElementName.Html or ElementName.Head or ElementName.Body;

    private static FeedFormat FormatOf(XmlTape tape, int element)
    {
        var at = tape.Elements[element];
        switch (at.Name)
        {
            case ElementName.Rss when at.Vocabulary is XmlVocabulary.Rss or XmlVocabulary.Atom or XmlVocabulary.Foreign:
                return RssVersion(tape.Attribute(element, "version"));
            case ElementName.Rdf:
                return HoldsChannelOrItems(tape, element) ? RdfVersion(tape, element) : FeedFormat.Unknown;
            case ElementName.Feed or ElementName.Entry when at.Vocabulary is XmlVocabulary.Rss or XmlVocabulary.Atom:
                return AtomVersion(tape, element);
            case ElementName.Channel when at.Vocabulary is XmlVocabulary.Rss or XmlVocabulary.Atom or XmlVocabulary.Foreign:
                return IsCdf(tape, element) ? FeedFormat.Cdf : FeedFormat.Rss20;
            default:
                return FeedFormat.Unknown;
        }
    }

    private static FeedFormat RssVersion(string? version) => version switch
    {
        "0.90" or "0.9" => FeedFormat.Rss090,
        "0.91" => FeedFormat.Rss091,
        "0.92" => FeedFormat.Rss092,
        "0.93" => FeedFormat.Rss093,
        "0.94" => FeedFormat.Rss094,
        "1.0" or "1" => FeedFormat.Rss10,
        _ => FeedFormat.Rss20,
    };

    private static FeedFormat RdfVersion(XmlTape tape, int element)
    {
        var isFirst = DeclarationsOf(tape, element).Contains("netscape.com/rdf/simple/0.9", StringComparison.OrdinalIgnoreCase);
        return isFirst ? FeedFormat.Rss090 : FeedFormat.Rss10;
    }

    private static bool HoldsChannelOrItems(XmlTape tape, int element) =>
        tape.Child(element, ElementName.Channel) >= 0 || tape.Child(element, ElementName.Item) >= 0
        || DeclarationsOf(tape, element).Contains("purl.org/rss", StringComparison.OrdinalIgnoreCase)
        || DeclarationsOf(tape, element).Contains("netscape.com/rdf/simple", StringComparison.OrdinalIgnoreCase);

    private static FeedFormat AtomVersion(XmlTape tape, int element)
    {
        var declarations = DeclarationsOf(tape, element);
        if (declarations.Contains("www.w3.org/2005/atom", StringComparison.OrdinalIgnoreCase))
        {
            return FeedFormat.Atom10;
        }

        var isOld = tape.Attribute(element, "version")?.StartsWith("0.", StringComparison.Ordinal) == true
            || declarations.Contains("purl.org/atom/ns#", StringComparison.OrdinalIgnoreCase);
        return isOld ? FeedFormat.Atom03 : FeedFormat.Atom10;
    }

    /// <summary>CDF is told by what only it has, addresses in attributes and abstracts, or by having nothing of RSS's.</summary>
    private static bool IsCdf(XmlTape tape, int channel)
    {
        if (tape.Attribute(channel, "href") is not null || tape.Attribute(channel, "lastmod") is not null || tape.Child(channel, ElementName.Abstract) >= 0)
        {
            return true;
        }

        var item = tape.Child(channel, ElementName.Item);
        if (item < 0)
        {
            return tape.Child(channel, ElementName.Link) < 0 && tape.Child(channel, ElementName.Description) < 0;
        }

        return tape.Attribute(item, "href") is not null || tape.Attribute(item, "lastmod") is not null || tape.Child(item, ElementName.Abstract) >= 0;
    }

    private static ReadOnlySpan<char> DeclarationsOf(XmlTape tape, int element)
    {
        var at = tape.Elements[element];
        return tape.Text[at.AttributesStart..at.AttributesEnd];
    }
}
