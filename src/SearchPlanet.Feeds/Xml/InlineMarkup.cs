using SearchPlanet.Feeds.Html;

namespace SearchPlanet.Feeds.Xml;

/// <summary>Writes the markup that stands inside an element as HTML: prefixes dropped, text escaped, empty elements as HTML has them.</summary>
internal static class InlineMarkup
{
    /// <summary>Finds the element that wraps all the rest, as Atom wants around XHTML.</summary>
    /// <param name="inner">The range inside the wrapper.</param>
    /// <param name="baseReference">The wrapper's own xml:base, unresolved.</param>
    /// <returns>True when a <c>div</c> is all there is.</returns>
    public static bool TryUnwrap(XmlTape tape, int start, int end, out (int Start, int End) inner, out string? baseReference)
    {
        inner = (start, end);
        baseReference = null;
        var tokens = new XmlTokenizer(tape.Text, start, end);
        var depth = 0;
        var isClosed = false;
        while (tokens.Read())
        {
            switch (tokens.Kind)
            {
                case XmlTokenKind.Text or XmlTokenKind.CharacterData when depth == 0 && !tape.Text[tokens.ValueStart..tokens.ValueEnd].IsWhiteSpace():
                case XmlTokenKind.StartTag when depth == 0 && (isClosed || tokens.IsSelfClosing || !LocalName(tokens.Name).Equals("div", StringComparison.OrdinalIgnoreCase)):
                    return false;
                case XmlTokenKind.StartTag when depth == 0:
                    inner.Start = tokens.Position;
                    baseReference = BaseOf(tape, tape.Text[tokens.ValueStart..tokens.ValueEnd]);
                    depth = 1;
                    break;
                case XmlTokenKind.StartTag when !tokens.IsSelfClosing && LocalName(tokens.Name).Equals("div", StringComparison.OrdinalIgnoreCase):
                    depth++;
                    break;
                case XmlTokenKind.EndTag when depth > 0 && LocalName(tokens.Name).Equals("div", StringComparison.OrdinalIgnoreCase):
                    if (--depth == 0)
                    {
                        inner.End = tokens.Start;
                        isClosed = true;
                    }

                    break;
            }
        }

        return isClosed && depth == 0;
    }

    /// <summary>Whether any tag stands in a range.</summary>
    public static bool HasTags(XmlTape tape, int start, int end)
    {
        var tokens = new XmlTokenizer(tape.Text, start, end);
        while (tokens.Read())
        {
            if (tokens.Kind is XmlTokenKind.StartTag or XmlTokenKind.EndTag)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The range as HTML, trimmed.</summary>
    public static string ToHtml(XmlTape tape, int start, int end)
    {
        var buffer = new CharBuffer(end - start);
        var unescaped = new CharBuffer(256);
        var tokens = new XmlTokenizer(tape.Text, start, end);
        while (tokens.Read())
        {
            var value = tape.Text[tokens.ValueStart..tokens.ValueEnd];
            switch (tokens.Kind)
            {
                case XmlTokenKind.Text when !value.Contains('&') && !value.Contains('<'):
                    buffer.Append(value);
                    break;
                case XmlTokenKind.Text:
                    unescaped.Clear();
                    tape.References.Unescape(value, ref unescaped);
                    AppendEscaped(unescaped.Span, isAttribute: false, ref buffer);
                    break;
                case XmlTokenKind.CharacterData:
                    AppendEscaped(value, isAttribute: false, ref buffer);
                    break;
                case XmlTokenKind.StartTag:
                    AppendStartTag(tape, ref tokens, value, ref unescaped, ref buffer);
                    break;
                case XmlTokenKind.EndTag when !HtmlVocabulary.IsVoid(LocalName(tokens.Name)):
                    buffer.Append("</");
                    buffer.Append(LocalName(tokens.Name));
                    buffer.Append('>');
                    break;
            }
        }

        var html = MistakenCharacters.Repair(buffer.Span.Trim().ToString());
        unescaped.Dispose();
        buffer.Dispose();
        return html;
    }

    private static void AppendStartTag(XmlTape tape, ref XmlTokenizer tokens, ReadOnlySpan<char> attributesText, ref CharBuffer unescaped, ref CharBuffer buffer)
    {
        var name = LocalName(tokens.Name);
        buffer.Append('<');
        buffer.Append(name);
        var attributes = new XmlAttributes(attributesText);
        while (attributes.Read())
        {
            // A namespace on what has prefixes no longer says nothing; on SVG and MathML it does.
            if (attributes.Name.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase)
                && !(attributes.Name is "xmlns" && (name is "svg" or "math")))
            {
                continue;
            }

            unescaped.Clear();
            tape.References.Unescape(attributes.Value, ref unescaped);
            buffer.Append(' ');
            buffer.Append(attributes.Name);
            buffer.Append("=\"");
            AppendEscaped(unescaped.Span, isAttribute: true, ref buffer);
            buffer.Append('"');
        }

        if (HtmlVocabulary.IsVoid(name))
        {
            buffer.Append(" />");
        }
        else if (tokens.IsSelfClosing)
        {
            buffer.Append("></");
            buffer.Append(name);
            buffer.Append('>');
        }
        else
        {
            buffer.Append('>');
        }
    }

    private static void AppendEscaped(ReadOnlySpan<char> text, bool isAttribute, ref CharBuffer buffer)
    {
        while (true)
        {
            var at = text.IndexOfAny("<>&\"");
            if (at < 0)
            {
                buffer.Append(text);
                return;
            }

            buffer.Append(text[..at]);
            switch (text[at])
            {
                case '<':
                    buffer.Append("&lt;");
                    break;
                case '>':
                    buffer.Append("&gt;");
                    break;
                case '&':
                    buffer.Append("&amp;");
                    break;
                default:
                    buffer.Append(isAttribute ? "&quot;" : "\"");
                    break;
            }

            text = text[(at + 1)..];
        }
    }

    private static string? BaseOf(XmlTape tape, ReadOnlySpan<char> attributesText)
    {
        var attributes = new XmlAttributes(attributesText);
        while (attributes.Read())
        {
            if (attributes.Name.Equals("xml:base", StringComparison.OrdinalIgnoreCase))
            {
                return tape.References.Unescape(attributes.Value.Trim());
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> LocalName(ReadOnlySpan<char> name)
    {
        var colon = name.IndexOf(':');
        return colon < 0 ? name : name[(colon + 1)..];
    }
}
