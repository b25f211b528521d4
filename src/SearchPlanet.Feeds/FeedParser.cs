using SearchPlanet.Feeds.Encodings;
using SearchPlanet.Feeds.JsonFeed;
using SearchPlanet.Feeds.Translation;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds;

/// <summary>Reads a feed of any format. Thread-safe; keeps nothing between calls.</summary>
public static class FeedParser
{
    /// <summary>Detects the format, parses what can be parsed and says what was odd.</summary>
    /// <param name="body">The document as received, after any content coding was undone. Not kept.</param>
    /// <param name="context">Where it came from.</param>
    /// <returns>Always a result; bad input is told in its diagnostics, never thrown.</returns>
    public static FeedParseResult Parse(ReadOnlyMemory<byte> body, FeedContext context)
    {
        var log = new DiagnosticLog();
        using var text = FeedDecoder.Decode(body.Span, context, log);
        ReadOnlySpan<char> chars = text.Chars.AsSpan(0, text.Length).TrimStart(" \n\t\uFEFF");
        if (chars.IsEmpty)
        {
            log.Add(FeedDiagnosticCode.Empty, "the document is empty");
            return new FeedParseResult(FeedFormat.Unknown, text.Encoding, new Feed(), log.Entries);
        }

        var documentBase = DocumentBase(context);
        (var format, var feed) = chars[0] is '{' or '['
            ? JsonFeedReader.Read(chars, documentBase, log)
            : XmlFeedReader.Read(text, documentBase, log);
        if (feed.Language is null && format != FeedFormat.Unknown && context.Headers.GetValueOrDefault("content-language") is { Length: > 0 } language)
        {
            feed = feed with { Language = language.Split(',')[0].Trim() };
        }

        return new FeedParseResult(format, text.Encoding, feed, log.Entries);
    }

    /// <summary>RFC 3986, section 5.1: the address the representation names as its own, or else the one it was fetched from.</summary>
    private static string? DocumentBase(FeedContext context)
    {
        var fetched = context.Url?.OriginalString;
        var stated = context.Headers.GetValueOrDefault("content-location") is { Length: > 0 } location ? UriReference.Resolve(fetched, location) : null;
        return UriReference.IsWeb(stated) ? stated : fetched;
    }
}
