using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Encodings;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Translation;

/// <summary>From decoded XML to the model.</summary>
internal static class XmlFeedReader
{
    /// <summary>Reads what is there; the format is unknown when it is no feed.</summary>
    public static (FeedFormat Format, Feed Feed) Read(DecodedText text, string? documentBase, DiagnosticLog log)
    {
        ReadOnlySpan<char> chars = text.Chars.AsSpan(0, text.Length);
        var start = chars.IndexOfAnyExcept(" \n\t\uFEFF");
        if (start > 0 && chars[start..].StartsWith("<?xml"))
        {
            log.Add(FeedDiagnosticCode.JunkBeforeDocument, "white space before the XML declaration");
        }

        var builder = new XmlTapeBuilder(text.Chars, text.Length, documentBase, log);
        var tape = builder.Build(Math.Max(start, 0));
        var format = XmlFormat.Detect(tape, out var root);
        Feed feed = new();
        if (format != FeedFormat.Unknown)
        {
            feed = Translate(tape, root, format, log);
        }
        else
        {
            log.Add(
                XmlFormat.IsPage(tape) ? FeedDiagnosticCode.IsHtmlPage : FeedDiagnosticCode.NotAFeed,
                XmlFormat.IsPage(tape) ? "an HTML page, not a feed" : "no feed in the document");
        }

        builder.Release();
        return (format, feed);
    }

    private static Feed Translate(XmlTape tape, int root, FeedFormat format, DiagnosticLog log)
    {
        var isAtom = format is FeedFormat.Atom03 or FeedFormat.Atom10;
        var collector = new FeedCollector(tape, isAtom, log);
        var scope = root;
        if (tape.Elements[root].Name == ElementName.Channel)
        {
            collector.CollectAttributes(root);
        }

        if (tape.Elements[root].Name != ElementName.Entry)
        {
            // The first channel is the feed; what RSS 1.0 and careless feeds put beside it belongs to it.
            var channel = tape.Child(root, ElementName.Channel);
            if (channel >= 0 && tape.Elements[root].Name != ElementName.Channel)
            {
                collector.CollectChildren(channel);
                scope = tape.Elements[channel].Language > 0 ? channel : root;
            }

            collector.CollectChildren(root);
        }

        var feed = collector.Build(scope);
        if (tape.DocumentBase is null)
        {
            // A file without an address: what the feed says of itself is the next best base.
            tape.DocumentBase = UriReference.IsWeb(feed.Link) ? feed.Link : UriReference.IsWeb(feed.SelfLink) ? feed.SelfLink : null;
            feed = feed with { Link = feed.Link is null ? null : UriReference.Resolve(tape.DocumentBase, feed.Link) };
        }

        return feed with { Items = TranslateItems(tape, root, format, log) };
    }

    /// <summary>Items wherever they stand: in the channel, beside it, or in an element that was never closed.</summary>
    private static List<FeedItem> TranslateItems(XmlTape tape, int root, FeedFormat format, DiagnosticLog log)
    {
        var items = new List<FeedItem>();
        var at = root;
        while (at < tape.Count)
        {
            var element = tape.Elements[at];
            if (element.Name is not (ElementName.Item or ElementName.Entry) || element.Vocabulary is not (XmlVocabulary.Rss or XmlVocabulary.Atom))
            {
                at++;
                continue;
            }

            if (items.Count >= FeedLimits.MaxItems)
            {
                log.Add(FeedDiagnosticCode.TooMany, $"TooMany: items past {FeedLimits.MaxItems} were skipped");
                break;
            }

            items.Add(ItemCollector.Read(tape, at, format, log));
            at = element.SubtreeEnd;
        }

        return items;
    }
}
