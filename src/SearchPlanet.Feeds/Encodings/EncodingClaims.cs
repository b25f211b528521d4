using System.Text;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>What a document, its first bytes and the response around it say of its encoding. Whether it is so is left to <see cref="FeedDecoder"/>.</summary>
internal static class EncodingClaims
{
    /// <summary>A byte order mark, or the first characters of <c>&lt;?xml</c> in encodings that are no ASCII.</summary>
    public static string? Sniff(ReadOnlySpan<byte> body, out int markLength)
    {
        markLength = 0;
        switch (body)
        {
            case [0, 0, 0xFE, 0xFF, ..]:
                markLength = 4;
                return "utf-32be";
            case [0xFF, 0xFE, 0, 0, ..]:
                markLength = 4;
                return "utf-32le";
            case [0xFE, 0xFF, ..]:
                markLength = 2;
                return "utf-16be";
            case [0xFF, 0xFE, ..]:
                markLength = 2;
                return "utf-16le";
            case [0xEF, 0xBB, 0xBF, ..]:
                markLength = 3;
                return "utf-8";
            case [0x4C, 0x6F, 0xA7, 0x94, ..]:
                return "cp037";
            case [0, 0, 0, (byte)'<', ..]:
                return "utf-32be";
            case [(byte)'<', 0, 0, 0, ..]:
                return "utf-32le";
            case [0, (byte)'<' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'{', 0, not 0, ..]:
                return "utf-16be";
            case [(byte)'<' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'{', 0, not 0, 0, ..]:
                return "utf-16le";
            default:
                return null;
        }
    }

    /// <summary>The encoding of the XML declaration, in lower case.</summary>
    public static string? Declared(ReadOnlySpan<byte> body, string? sniffed)
    {
        var head = body[..Math.Min(body.Length, 1024)];
        var isAscii = sniffed is null or "utf-8";
        var text = isAscii ? Encoding.Latin1.GetString(head) : EncodingCatalog.Find(sniffed!)!.GetString(head[..(head.Length & ~3)]);
        var start = text.IndexOf("<?xml", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : text.IndexOf('>', start);
        if (end < 0)
        {
            return null;
        }

        var at = text.IndexOf("encoding", start, end - start, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        // Quotation marks are not where ASCII has them in every EBCDIC: the name is what looks like one.
        var rest = text.AsSpan((at + "encoding".Length)..end);
        var nameStart = rest.IndexOfAny(XmlCharacters.OfEncodingNames);
        rest = nameStart < 0 ? default : rest[nameStart..];
        var nameLength = rest.IndexOfAnyExcept(XmlCharacters.OfEncodingNames);
        var name = (nameLength < 0 ? rest : rest[..nameLength]).ToString().ToLowerInvariant();
        if (name.Length == 0)
        {
            return null;
        }

        // A declaration that could be read as ASCII is in no wide encoding, whatever it says; and a wide one has its byte order.
        var isWide = name.StartsWith("utf-16", StringComparison.Ordinal) || name.StartsWith("utf-32", StringComparison.Ordinal)
            || name is "utf16" or "utf_16" or "u16" or "utf32" or "utf_32" or "u32" or "iso-10646-ucs-2" or "iso-10646-ucs-4" or "csunicode" or "csucs4" or "ucs-2" or "ucs-4";
        return isWide ? sniffed : Superset(name);
    }

    /// <summary>What the response asks for, or else the declaration: RFC 3023 as feedparser reads it.</summary>
    /// <param name="declared">As <see cref="Declared"/> gives it.</param>
    public static string Wanted(ReadOnlySpan<byte> body, FeedContext context, string? declared, DiagnosticLog log)
    {
        var mediaType = FeedMediaTypes.Essence(context.ContentType);
        var charset = Superset(FeedMediaTypes.CharsetOf(context.ContentType) ?? "") is { Length: > 0 } stated ? stated.ToLowerInvariant() : null;
        var isXmlOrJson = mediaType is not null && (mediaType.EndsWith("+xml", StringComparison.Ordinal) || mediaType.EndsWith("/xml", StringComparison.Ordinal)
            || mediaType.EndsWith("json", StringComparison.Ordinal) || mediaType is "application/xml-dtd" or "application/xml-external-parsed-entity" or "text/xml-external-parsed-entity");
        if (mediaType is not null && !isXmlOrJson)
        {
            log.Add(FeedDiagnosticCode.NonXmlContentType, $"{DiagnosticLog.Shorten(mediaType)} is not a media type of feeds");
        }

        if (mediaType is null)
        {
            return declared ?? (context.Headers.Count > 0 && !body.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? "iso-8859-1" : "utf-8");
        }

        if (mediaType.StartsWith("text/", StringComparison.Ordinal))
        {
            return charset ?? "us-ascii";
        }

        return (isXmlOrJson ? charset : null) ?? declared ?? "utf-8";
    }

    /// <summary>GB 2312 is served with characters that only its supersets have.</summary>
    private static string Superset(string name) => name.Equals("gb2312", StringComparison.OrdinalIgnoreCase) ? "gb18030" : name;
}
