using AngleSharp.Html;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Html;

/// <summary>Tells HTML from plain text, and makes plain text of it.</summary>
internal static class HtmlText
{
    /// <summary>
    /// Whether a text that may be either is HTML: it has an end tag or a reference, and every tag and reference in it is
    /// one of HTML's. Conservative, as feedparser's rule: taking text for HTML loses what stands between angle brackets.
    /// </summary>
    public static bool LooksLikeHtml(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('<', '&') < 0)
        {
            return false;
        }

        var hasEndTag = false;
        var hasReference = false;
        for (var at = text.IndexOfAny('<', '&'); at >= 0; at = NextMark(text, at))
        {
            var rest = text[(at + 1)..];
            if (text[at] == '&')
            {
                var length = ReferenceLength(rest);
                if (length > 0 && !IsReference(rest[..length]))
                {
                    return false;
                }

                hasReference |= length > 0;
                continue;
            }

            var isEnd = rest.StartsWith("/");
            var name = NameAt(isEnd ? rest[1..] : rest);
            if (name.IsEmpty)
            {
                continue;
            }

            if (!HtmlVocabulary.IsElement(name))
            {
                return false;
            }

            hasEndTag |= isEnd;
        }

        return hasEndTag || hasReference || HasOnlyVoidTags(text);
    }

    /// <summary>The text of HTML: tags and comments taken out, references resolved, white space as one blank.</summary>
    public static string ToPlain(string html)
    {
        if (html.AsSpan().IndexOfAny('<', '&') < 0)
        {
            return CollapseBlanks(html);
        }

        var buffer = new CharBuffer(html.Length);
        var tokens = new XmlTokenizer(html, 0, html.Length);
        while (tokens.Read())
        {
            switch (tokens.Kind)
            {
                case XmlTokenKind.Text:
                    XmlReferences.Predefined.Unescape(html.AsSpan(tokens.ValueStart, tokens.ValueEnd - tokens.ValueStart), ref buffer);
                    break;
                case XmlTokenKind.CharacterData:
                    buffer.Append(html.AsSpan(tokens.ValueStart, tokens.ValueEnd - tokens.ValueStart));
                    break;
                case XmlTokenKind.StartTag or XmlTokenKind.EndTag when HtmlVocabulary.IsBlock(tokens.Name):
                    buffer.Append(' ');
                    break;
            }
        }

        var text = buffer.Span.ToString();
        buffer.Dispose();
        return CollapseBlanks(MistakenCharacters.Repair(text));
    }

    /// <summary>Trims, and makes one blank of each run of white space that holds a line break or more than two characters.</summary>
    public static string CollapseBlanks(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.AsSpan().IndexOfAny('\n', '\t') < 0 && !trimmed.Contains("  ", StringComparison.Ordinal))
        {
            return trimmed;
        }

        return string.Join(' ', trimmed.Split([' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static int NextMark(ReadOnlySpan<char> text, int at)
    {
        var next = text[(at + 1)..].IndexOfAny('<', '&');
        return next < 0 ? -1 : at + 1 + next;
    }

    private static int ReferenceLength(ReadOnlySpan<char> rest)
    {
        var semicolon = rest[..Math.Min(rest.Length, 34)].IndexOf(';');
        if (semicolon <= 0)
        {
            return 0;
        }

        var name = rest[0] == '#' ? rest[1..semicolon] : rest[..semicolon];
        return name.IsEmpty || name.ContainsAnyExcept(XmlCharacters.OfEntityNames) ? 0 : semicolon;
    }

    private static bool IsReference(ReadOnlySpan<char> name) =>
        name[0] == '#' || name is "amp" or "lt" or "gt" or "quot" or "nbsp" || HtmlEntityProvider.Resolver.GetSymbol(string.Concat(name, ";")) is not null;

    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '-'))
        {
            length++;
        }

        return length > 0 && char.IsAsciiLetter(text[0]) ? text[..length] : default;
    }

    /// <summary><c>one&lt;br&gt;two</c>: no end tag to be had, but a whole tag that can be nothing else.</summary>
    private static bool HasOnlyVoidTags(ReadOnlySpan<char> text)
    {
        var hasTag = false;
        for (var at = text.IndexOf('<'); at >= 0;)
        {
            var name = NameAt(text[(at + 1)..]);
            if (!name.IsEmpty)
            {
                if (!HtmlVocabulary.IsVoid(name) || name is "input" or "source" || !text[at..].Contains('>'))
                {
                    return false;
                }

                hasTag = true;
            }

            var next = text[(at + 1)..].IndexOf('<');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return hasTag;
    }
}
