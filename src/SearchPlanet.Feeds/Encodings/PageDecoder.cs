using System.Text;
using System.Text.Unicode;
using SearchPlanet.Feeds.Detection;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>
/// Pages, and other texts of the web that are no feeds, as characters. Asked in this order, as HTML says (section 13.2.3.2): the byte order
/// mark, the charset of the response, that of a <c>meta</c> element near the beginning; then UTF-8 if the bytes are, and windows-1252. Thread-safe.
/// </summary>
public static class PageDecoder
{
    private const int HeadBytes = 1024;

    /// <summary>Decodes; invalid bytes become U+FFFD.</summary>
    /// <param name="contentType">Of the response; null when it has none.</param>
    public static string Decode(ReadOnlySpan<byte> body, string? contentType)
    {
        (var marked, var markLength) = body switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => ((Encoding?)null, 0),
        };
        var encoding = marked
            ?? Find(FeedMediaTypes.CharsetOf(contentType))
            ?? Find(MetaCharset(body[..Math.Min(body.Length, HeadBytes)]))
            ?? (Utf8.IsValid(body) ? Encoding.UTF8 : EncodingCatalog.Find("windows-1252")!);
        return encoding.GetString(body[markLength..]);
    }

    private static Encoding? Find(string? name)
    {
        const int latin1 = 28591;
        var encoding = name is null ? null : EncodingCatalog.Find(name);
        return encoding?.CodePage == latin1 ? EncodingCatalog.Find("windows-1252") : encoding;
    }

    private static string? MetaCharset(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<char> text = Encoding.Latin1.GetString(head);
        for (var at = text.IndexOf("<meta", StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf("<meta", StringComparison.OrdinalIgnoreCase))
        {
            text = text[(at + "<meta".Length)..];
            var end = text.IndexOf('>');
            var tag = end < 0 ? text : text[..end];
            var charset = tag.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
            var value = charset < 0 ? default : tag[(charset + "charset".Length)..].TrimStart();
            if (!value.StartsWith("="))
            {
                continue;
            }

            value = value[1..].TrimStart(" \"'");
            var length = value.IndexOfAny(" \"'/;");
            var name = (length < 0 ? value : value[..length]).ToString();

            // What could be read as ASCII up to here is in no wide encoding.
            return name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) ? "utf-8" : name;
        }

        return null;
    }
}
