using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Html;

/// <summary>Makes the relative links inside HTML absolute and leaves every other character as it is.</summary>
internal static class HtmlLinks
{
    /// <summary>How much longer the text may become: a long base and many short links must not multiply.</summary>
    private const int MaxGrowth = 1 << 20;

    /// <summary>Resolves against <paramref name="baseAddress"/>.</summary>
    /// <param name="baseAddress">Absolute; null when no base is known, and then nothing changes.</param>
    /// <returns>The same instance when there is nothing to resolve.</returns>
    public static string Resolve(string html, string? baseAddress)
    {
        if (baseAddress is null || !UriReference.IsAbsolute(baseAddress) || !html.Contains('<', StringComparison.Ordinal))
        {
            return html;
        }

        CharBuffer buffer = default;
        var copied = 0;
        var tokens = new XmlTokenizer(html, 0, html.Length);
        while (buffer.Length - copied < MaxGrowth && tokens.Read())
        {
            if (tokens.Kind != XmlTokenKind.StartTag || tokens.ValueEnd <= tokens.ValueStart)
            {
                continue;
            }

            var tag = html.AsSpan(tokens.ValueStart, tokens.ValueEnd - tokens.ValueStart);
            var attributes = new XmlAttributes(tag);
            while (attributes.Read())
            {
                if (!HoldsAddress(attributes.Name) || Resolved(attributes.Name, attributes.Value, baseAddress) is not { } resolved)
                {
                    continue;
                }

                // An attribute's value is a slice of the tag's text.
                tag.Overlaps(attributes.Value, out var within);
                var start = tokens.ValueStart + within;
                if (copied == 0 && buffer.Length == 0)
                {
                    buffer = new CharBuffer(html.Length + 256);
                }

                buffer.Append(html.AsSpan(copied, start - copied));
                buffer.Append(resolved);
                copied = start + attributes.Value.Length;
            }
        }

        if (copied == 0)
        {
            return html;
        }

        buffer.Append(html.AsSpan(copied));
        var result = buffer.Span.ToString();
        buffer.Dispose();
        return result;
    }

    private static bool HoldsAddress(ReadOnlySpan<char> name) => name.Length switch
    {
        3 => name.Equals("src", StringComparison.OrdinalIgnoreCase),
        4 => name.Equals("href", StringComparison.OrdinalIgnoreCase) || name.Equals("cite", StringComparison.OrdinalIgnoreCase)
            || name.Equals("data", StringComparison.OrdinalIgnoreCase),
        6 => name.Equals("poster", StringComparison.OrdinalIgnoreCase) || name.Equals("srcset", StringComparison.OrdinalIgnoreCase)
            || name.Equals("action", StringComparison.OrdinalIgnoreCase) || name.Equals("usemap", StringComparison.OrdinalIgnoreCase),
        7 => name.Equals("classid", StringComparison.OrdinalIgnoreCase) || name.Equals("profile", StringComparison.OrdinalIgnoreCase),
        8 => name.Equals("longdesc", StringComparison.OrdinalIgnoreCase) || name.Equals("codebase", StringComparison.OrdinalIgnoreCase),
        10 => name.Equals("background", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>The absolute form, escaped for an attribute; null when the value is to stay.</summary>
    private static string? Resolved(ReadOnlySpan<char> name, ReadOnlySpan<char> value, string baseAddress)
    {
        var trimmed = value.Trim();
        if (trimmed.IsEmpty)
        {
            return null;
        }

        var address = XmlReferences.Predefined.Unescape(trimmed);
        var resolved = name.Equals("srcset", StringComparison.OrdinalIgnoreCase)
            ? ResolveCandidates(address, baseAddress)
            : UriReference.Resolve(baseAddress, address);
        return resolved == address ? null : Escape(resolved);
    }

    /// <summary>The candidates of a srcset: addresses, each with an optional width or density.</summary>
    private static string ResolveCandidates(string candidates, string baseAddress) => string.Join(", ", candidates
        .Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(candidate =>
        {
            var blank = candidate.IndexOf(' ', StringComparison.Ordinal);
            return blank < 0
                ? UriReference.Resolve(baseAddress, candidate)
                : string.Concat(UriReference.Resolve(baseAddress, candidate[..blank]), candidate.AsSpan(blank));
        }));

    private static string Escape(string value) => value.AsSpan().IndexOfAny('&', '"', '<') < 0
        ? value
        : value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
