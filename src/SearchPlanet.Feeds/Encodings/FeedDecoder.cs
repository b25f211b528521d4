using System.Buffers;
using System.Text;
using System.Text.Unicode;
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
    /// <summary>Decodes, with line ends as one character and what XML forbids taken out.</summary>
    public static DecodedText Decode(ReadOnlySpan<byte> body, FeedContext context, DiagnosticLog log)
    {
        var sniffed = EncodingClaims.Sniff(body, out var markLength);
        body = body[markLength..];
        var declared = EncodingClaims.Declared(body, sniffed);
        var isWide = sniffed is not null && sniffed != "utf-8" && sniffed.StartsWith("utf", StringComparison.Ordinal);

        // Bytes of UTF-16 pass for UTF-8 with NULs between, so that here what was seen counts more than what was said.
        var wanted = isWide ? sniffed! : EncodingClaims.Wanted(body, context, declared, log);

        foreach (var candidate in (ReadOnlySpan<string?>)[wanted, declared, sniffed, "utf-8"])
        {
            if (TryDecode(candidate, body, log) is { } text)
            {
                if (candidate != wanted)
                {
                    log.Add(
                        candidate == declared || wanted == "us-ascii" ? FeedDiagnosticCode.EncodingFromDeclaration : FeedDiagnosticCode.EncodingOverridden,
                        $"declared as {DiagnosticLog.Shorten(wanted)}, read as {DiagnosticLog.Shorten(candidate!)}");
                }

                return text;
            }
        }

        var guess = EncodingGuess.Of(body);
        if (TryDecode(guess, body, log) is { } guessed)
        {
            log.Add(FeedDiagnosticCode.EncodingOverridden, $"declared as {DiagnosticLog.Shorten(wanted)}, looks like {guess}");
            return guessed;
        }

        return DecodeMostly(wanted, body, log) ?? DecodeMostly(declared, body, log) ?? DecodeFaulty(body, wanted, log);
    }

    private static DecodedText? TryDecode(string? name, ReadOnlySpan<byte> body, DiagnosticLog log) =>
        name is not null && EncodingCatalog.Find(name) is { } encoding && Fits(encoding, body, out var chars, out var length)
            ? new DecodedText(chars, CharacterCleaning.Clean(chars.AsSpan(0, length), log), name)
            : null;

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
        for (var back = 1; back <= 3 && back <= body.Length; back++)
        {
            var value = body[^back];
            if (value >= 0xC2)
            {
                var needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
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

        var chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(body.Length));
        var decoded = chars.AsSpan(0, encoding.GetChars(body, chars));
        (var characters, var faults) = CountBeyondAscii(decoded);
        if (characters < faults * charactersPerFault)
        {
            ArrayPool<char>.Shared.Return(chars);
            return null;
        }

        log.Add(FeedDiagnosticCode.InvalidBytes, $"{faults} places hold bytes that are not {DiagnosticLog.Shorten(name)}");
        return new DecodedText(chars, CharacterCleaning.Clean(decoded, log), name);
    }

    /// <summary>No candidate fits. UTF-8 with faults is UTF-8 when it has more characters than faults, else windows-1252.</summary>
    private static DecodedText DecodeFaulty(ReadOnlySpan<byte> body, string wanted, DiagnosticLog log)
    {
        var chars = ArrayPool<char>.Shared.Rent(body.Length + 1);
        var length = Encoding.UTF8.GetChars(body, chars);
        var decoded = chars.AsSpan(0, length);
        (var characters, var faults) = CountBeyondAscii(decoded);
        if (characters >= faults)
        {
            log.Add(FeedDiagnosticCode.InvalidBytes, $"{faults} places hold bytes that are not UTF-8");
            return new DecodedText(chars, CharacterCleaning.Clean(decoded, log), "utf-8");
        }

        log.Add(FeedDiagnosticCode.EncodingOverridden, $"declared as {DiagnosticLog.Shorten(wanted)}, read as windows-1252");
        length = EncodingCatalog.Find("windows-1252")!.GetChars(body, chars);
        return new DecodedText(chars, CharacterCleaning.Clean(chars.AsSpan(0, length), log), "windows-1252");
    }

    private static (int Characters, int Faults) CountBeyondAscii(ReadOnlySpan<char> decoded)
    {
        var faults = decoded.Count('\uFFFD');
        var all = 0;
        foreach (var c in decoded)
        {
            all += c >= '\u0080' ? 1 : 0;
        }

        return (all - faults, faults);
    }
}
