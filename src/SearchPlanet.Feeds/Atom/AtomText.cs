using System.Text;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Html;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Atom;

/// <summary>
/// Text constructs: RFC 4287, section 3.1 (<c>type</c> text, html, xhtml) and Atom 0.3 (a media type and <c>mode</c>
/// xml, escaped or base64); and the untyped texts of RSS, where a guess takes the type's place.
/// </summary>
internal static class AtomText
{
    private enum Kind
    {
        Plain,
        Html,
        Xhtml,
        OtherXml,
        Base64,

        /// <summary>Nominally plain; HTML when it looks like it.</summary>
        Guess,
    }

    /// <summary>The plain text of a title or of another line.</summary>
    /// <param name="isTyped">Atom says what a text is; elsewhere one has to look.</param>
    /// <returns>Null when there is none.</returns>
    public static string? ReadLine(XmlTape tape, int element, bool isTyped)
    {
        var text = Read(tape, element, isTyped, isHtmlByDefault: false);
        if (text is null)
        {
            return null;
        }

        var line = text.IsHtml ? HtmlText.ToPlain(text.Value) : HtmlText.CollapseBlanks(text.Value);
        return line.Length == 0 ? null : line;
    }

    /// <summary>The text with its relative links resolved.</summary>
    /// <param name="isHtmlByDefault">For RSS descriptions and content:encoded.</param>
    /// <param name="fallbackBase">The base where no xml:base holds.</param>
    /// <returns>Null when there is none.</returns>
    public static FeedText? Read(XmlTape tape, int element, bool isTyped, bool isHtmlByDefault, string? fallbackBase = null)
    {
        var at = tape.Elements[element];
        var kind = KindOf(tape, element, isTyped, isHtmlByDefault);
        var baseAddress = at.Base > 0 ? tape.Bases[at.Base] : fallbackBase ?? tape.Bases[0];
        var start = at.ContentStart;
        var end = at.ContentEnd;
        if (at.HasMarkup)
        {
            if (isTyped && InlineMarkup.TryUnwrap(tape, start, end, out var inner, out var innerBase))
            {
                (start, end) = inner;
                baseAddress = innerBase is null ? baseAddress : UriReference.Resolve(baseAddress, innerBase);
            }

            // Some put escaped HTML inside the div that only XHTML needs.
            if (kind == Kind.Xhtml || kind == Kind.OtherXml || InlineMarkup.HasTags(tape, start, end))
            {
                return Html(InlineMarkup.ToHtml(tape, start, end), baseAddress);
            }
        }

        var text = WithoutSectionMarks(tape.TextOf(start, end));
        switch (kind)
        {
            case Kind.Xhtml or Kind.OtherXml:
                return Html(InlineMarkup.ToHtml(tape, start, end), baseAddress);
            case Kind.Html:
                return isTyped || HasMarks(text) ? Html(text, baseAddress) : Plain(text);
            case Kind.Base64:
                text = DecodeBase64(text);
                var saysHtml = tape.Attribute(element, "type") is { } type && type.Contains("html", StringComparison.OrdinalIgnoreCase);
                return saysHtml || HtmlText.LooksLikeHtml(text) ? Html(text, baseAddress) : Plain(text);
            case Kind.Guess when HtmlText.LooksLikeHtml(text):
                return Html(text, baseAddress);
            default:
                return Plain(text);
        }
    }

    private static Kind KindOf(XmlTape tape, int element, bool isTyped, bool isHtmlByDefault)
    {
        var type = FeedMediaTypes.Essence(tape.Attribute(element, "type"));
        var mode = tape.Attribute(element, "mode");
        if (mode is not null && mode.Equals("base64", StringComparison.OrdinalIgnoreCase))
        {
            return Kind.Base64;
        }

        switch (type)
        {
            case null:
                return isHtmlByDefault ? Kind.Html : isTyped ? Kind.Plain : Kind.Guess;
            case "html" or "text/html":
                return Kind.Html;
            case "xhtml" or "application/xhtml+xml":
                // Atom 0.3's mode can say that XHTML is escaped.
                return mode is not null && mode.Equals("escaped", StringComparison.OrdinalIgnoreCase) ? Kind.Html : Kind.Xhtml;
            case "text" or "plain" or "text/plain":
                return isHtmlByDefault ? Kind.Html : isTyped ? Kind.Plain : Kind.Guess;
        }

        if (type.StartsWith("text/", StringComparison.Ordinal))
        {
            return Kind.Plain;
        }

        return type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("/xml", StringComparison.Ordinal) ? Kind.OtherXml
            : type.Contains('/', StringComparison.Ordinal) && isTyped ? Kind.Base64
            : Kind.Guess;
    }

    /// <summary>The text of a CDATA section whose marks were escaped themselves.</summary>
    private static string WithoutSectionMarks(string text) =>
        text.StartsWith("<![CDATA[", StringComparison.Ordinal) && text.EndsWith("]]>", StringComparison.Ordinal)
            ? text["<![CDATA[".Length..^"]]>".Length].Trim()
            : text;

    private static FeedText? Html(string html, string? baseAddress) =>
        html.Length == 0 ? null : new FeedText(HtmlLinks.Resolve(html, baseAddress), IsHtml: true);

    private static FeedText? Plain(string text) => text.Length == 0 ? null : new FeedText(text, IsHtml: false);

    /// <summary>Whether an untyped description has anything that HTML would read otherwise than plain text.</summary>
    private static bool HasMarks(string text) => text.AsSpan().IndexOfAny('<', '&') >= 0;

    private static string DecodeBase64(string text)
    {
        try
        {
            var bytes = Convert.FromBase64String(text);
            return MistakenCharacters.Repair(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).Trim());
        }
        catch (Exception broken) when (broken is FormatException or DecoderFallbackException)
        {
            return text;
        }
    }
}
