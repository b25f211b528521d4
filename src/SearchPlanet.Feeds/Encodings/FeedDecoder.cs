using System.Buffers;
using System.Text;
using System.Text.Unicode;
using SearchPlanet.Feeds.Detection;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>
/// Finds out a document's encoding and decodes it. Candidates in order: what the response's media type asks for
/// (RFC 3023 as feedparser reads it: the charset parameter, us-ascii for text/*, else the declaration), the XML
/// declaration, the byte order mark or the shape of the first bytes, UTF-8, windows-1252. The first that fits every
/// byte is taken; the media type's guess of us-ascii is nearly always wrong, and then falls to the next by itself.
/// </summary>
internal static class FeedDecoder
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015" +
        "\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\uFFFE\uFFFF");

    /// <summary>Decodes, with line ends as one character and what XML forbids taken out.</summary>
    public static DecodedText Decode(ReadOnlySpan<byte> body, FeedContext context, DiagnosticLog log)
    {
        string? sniffed = Sniff(body, out int markLength);
        body = body[markLength..];
        string? declared = Declared(body, sniffed);
        bool isWide = sniffed is not null && sniffed != "utf-8" && sniffed.StartsWith("utf", StringComparison.Ordinal);

        // Bytes of UTF-16 pass for UTF-8 with NULs between, so that here what was seen counts more than what was said.
        string wanted = isWide ? sniffed! : Wanted(body, context, declared, log);

        foreach (string? candidate in (ReadOnlySpan<string?>)[wanted, declared, sniffed, "utf-8"])
        {
            if (TryDecode(candidate, body, log) is { } text)
            {
                if (candidate != wanted)
                {
                    log.Add(
                        candidate == declared || wanted == "us-ascii" ? FeedDiagnosticCode.EncodingFromDeclaration : FeedDiagnosticCode.EncodingOverridden,
                        $"declared as {Shorten(wanted)}, read as {Shorten(candidate!)}");
                }

                return text;
            }
        }

        string? guess = EncodingGuess.Of(body);
        if (TryDecode(guess, body, log) is { } guessed)
        {
            log.Add(FeedDiagnosticCode.EncodingOverridden, $"declared as {Shorten(wanted)}, looks like {guess}");
            return guessed;
        }

        return DecodeMostly(wanted, body, log) ?? DecodeMostly(declared, body, log) ?? DecodeFaulty(body, wanted, log);
    }

    private static DecodedText? TryDecode(string? name, ReadOnlySpan<byte> body, DiagnosticLog log) =>
        name is not null && EncodingCatalog.Find(name) is { } encoding && Fits(encoding, body, out char[]? chars, out int length)
            ? new DecodedText(chars, Clean(chars.AsSpan(0, length), log), name)
            : null;

    /// <summary>A byte order mark, or the first characters of <c>&lt;?xml</c> in encodings that are no ASCII.</summary>
    private static string? Sniff(ReadOnlySpan<byte> body, out int markLength)
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
    private static string? Declared(ReadOnlySpan<byte> body, string? sniffed)
    {
        ReadOnlySpan<byte> head = body[..Math.Min(body.Length, 1024)];
        bool isAscii = sniffed is null or "utf-8";
        string text = isAscii ? Encoding.Latin1.GetString(head) : EncodingCatalog.Find(sniffed!)!.GetString(head[..(head.Length & ~3)]);
        int start = text.IndexOf("<?xml", StringComparison.OrdinalIgnoreCase);
        int end = start < 0 ? -1 : text.IndexOf('>', start);
        if (end < 0)
        {
            return null;
        }

        int at = text.IndexOf("encoding", start, end - start, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        // Quotation marks are not where ASCII has them in every EBCDIC: the name is what looks like one.
        ReadOnlySpan<char> rest = text.AsSpan((at + "encoding".Length)..end);
        int nameStart = rest.IndexOfAny(XmlCharacters.OfEncodingNames);
        rest = nameStart < 0 ? default : rest[nameStart..];
        int nameLength = rest.IndexOfAnyExcept(XmlCharacters.OfEncodingNames);
        string name = (nameLength < 0 ? rest : rest[..nameLength]).ToString().ToLowerInvariant();
        if (name.Length == 0)
        {
            return null;
        }

        // A declaration that could be read as ASCII is in no wide encoding, whatever it says; and a wide one has its byte order.
        bool isWide = name.StartsWith("utf-16", StringComparison.Ordinal) || name.StartsWith("utf-32", StringComparison.Ordinal)
            || name is "utf16" or "utf_16" or "u16" or "utf32" or "utf_32" or "u32" or "iso-10646-ucs-2" or "iso-10646-ucs-4" or "csunicode" or "csucs4" or "ucs-2" or "ucs-4";
        return isWide ? sniffed : Superset(name);
    }

    /// <summary>GB 2312 is served with characters that only its supersets have.</summary>
    private static string Superset(string name) => name.Equals("gb2312", StringComparison.OrdinalIgnoreCase) ? "gb18030" : name;

    private static string Wanted(ReadOnlySpan<byte> body, FeedContext context, string? declared, DiagnosticLog log)
    {
        string? mediaType = FeedMediaTypes.Essence(context.ContentType);
        string? charset = Superset(FeedMediaTypes.CharsetOf(context.ContentType) ?? "") is { Length: > 0 } stated ? stated.ToLowerInvariant() : null;
        bool isXmlOrJson = mediaType is not null && (mediaType.EndsWith("+xml", StringComparison.Ordinal) || mediaType.EndsWith("/xml", StringComparison.Ordinal)
            || mediaType.EndsWith("json", StringComparison.Ordinal) || mediaType is "application/xml-dtd" or "application/xml-external-parsed-entity" or "text/xml-external-parsed-entity");
        if (mediaType is not null && !isXmlOrJson)
        {
            log.Add(FeedDiagnosticCode.NonXmlContentType, $"{Shorten(mediaType)} is not a media type of feeds");
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

    /// <summary>Decodes when every byte is valid. The last character may be cut off.</summary>
    private static bool Fits(Encoding encoding, ReadOnlySpan<byte> body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out char[]? chars, out int length)
    {
        chars = null;
        length = 0;
        switch (encoding.CodePage)
        {
            case 65001 when !Utf8.IsValid(WithoutCutCharacter(body)):
            case 20127 when !Ascii.IsValid(body):
                return false;
            case 65001:
                body = WithoutCutCharacter(body);
                chars = ArrayPool<char>.Shared.Rent(body.Length);
                length = Encoding.UTF8.GetChars(body, chars);
                return true;
        }

        chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(body.Length));
        length = encoding.GetChars(body, chars);
        if (!chars.AsSpan(0, length).TrimEnd('\uFFFD').Contains('\uFFFD'))
        {
            return true;
        }

        ArrayPool<char>.Shared.Return(chars);
        chars = null;
        return false;
    }

    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> body)
    {
        for (int back = 1; back <= 3 && back <= body.Length; back++)
        {
            byte value = body[^back];
            if (value >= 0xC2)
            {
                int needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return needed > back ? body[..^back] : body;
            }

            if (value < 0x80)
            {
                break;
            }
        }

        return body;
    }

    /// <summary>An encoding that fits all but a few characters is still the one: those few were cut or are its vendor's own.</summary>
    private static DecodedText? DecodeMostly(string? name, ReadOnlySpan<byte> body, DiagnosticLog log)
    {
        const int charactersPerFault = 20;
        if (name is null || EncodingCatalog.Find(name) is not { CodePage: not 65001 } encoding)
        {
            return null;
        }

        char[] chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(body.Length));
        Span<char> decoded = chars.AsSpan(0, encoding.GetChars(body, chars));
        (int characters, int faults) = CountBeyondAscii(decoded);
        if (characters < faults * charactersPerFault)
        {
            ArrayPool<char>.Shared.Return(chars);
            return null;
        }

        log.Add(FeedDiagnosticCode.InvalidBytes, $"{faults} places hold bytes that are not {Shorten(name)}");
        return new DecodedText(chars, Clean(decoded, log), name);
    }

    /// <summary>No candidate fits. UTF-8 with faults is UTF-8 when it has more characters than faults, else windows-1252.</summary>
    private static DecodedText DecodeFaulty(ReadOnlySpan<byte> body, string wanted, DiagnosticLog log)
    {
        char[] chars = ArrayPool<char>.Shared.Rent(body.Length + 1);
        int length = Encoding.UTF8.GetChars(body, chars);
        Span<char> decoded = chars.AsSpan(0, length);
        (int characters, int faults) = CountBeyondAscii(decoded);
        if (characters >= faults)
        {
            log.Add(FeedDiagnosticCode.InvalidBytes, $"{faults} places hold bytes that are not UTF-8");
            return new DecodedText(chars, Clean(decoded, log), "utf-8");
        }

        log.Add(FeedDiagnosticCode.EncodingOverridden, $"declared as {Shorten(wanted)}, read as windows-1252");
        length = EncodingCatalog.Find("windows-1252")!.GetChars(body, chars);
        return new DecodedText(chars, Clean(chars.AsSpan(0, length), log), "windows-1252");
    }

    private static (int Characters, int Faults) CountBeyondAscii(ReadOnlySpan<char> decoded)
    {
        int faults = decoded.Count('\uFFFD');
        int all = 0;
        foreach (char c in decoded)
        {
            all += c >= '\u0080' ? 1 : 0;
        }

        return (all - faults, faults);
    }

    /// <summary>Makes line ends <c>\n</c> and drops control characters, in place.</summary>
    /// <returns>The new length.</returns>
    private static int Clean(Span<char> text, DiagnosticLog log)
    {
        int to = text.IndexOfAny(Forbidden);
        if (to < 0)
        {
            return text.Length;
        }

        int from = to;
        while (from < text.Length)
        {
            char c = text[from++];
            switch (c)
            {
                case '\r':
                    text[to++] = '\n';
                    from += from < text.Length && text[from] == '\n' ? 1 : 0;
                    break;
                case '\u000B' or '\u000C':
                    log.Add(FeedDiagnosticCode.ControlCharacter, "a control character", from);
                    text[to++] = ' ';
                    break;
                default:
                    log.Add(FeedDiagnosticCode.ControlCharacter, "a control character", from);
                    break;
            }

            int run = text[from..].IndexOfAny(Forbidden);
            run = run < 0 ? text.Length - from : run;
            text.Slice(from, run).CopyTo(text[to..]);
            from += run;
            to += run;
        }

        return to;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40];
}
