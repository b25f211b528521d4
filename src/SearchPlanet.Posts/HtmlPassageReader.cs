using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace SearchPlanet.Posts;

/// <summary>
/// Reads HTML into passages in one pass over its tags, without a tree: linear in time and constant in depth for any input, and
/// several times as fast as a parser that builds one. What a page does with markup that is nested wrongly does not matter here.
/// </summary>
internal sealed class HtmlPassageReader(PassageWriter writer)
{
    /// <summary>Elements that are not text to read; skipped through their end tags.</summary>
    private static readonly FrozenSet<string> Skipped = new[]
    {
        "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "audio", "video", "canvas", "select", "button", "title", "nav",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Blocks = new[]
    {
        "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "caption", "section", "article", "aside", "header",
        "footer", "main", "blockquote", "figure", "figcaption", "hr", "details", "summary", "form", "fieldset", "center", "address", "body",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> SkippedNames = Skipped.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BlockNames = Blocks.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly HashSet<string> _unclosed = new(StringComparer.OrdinalIgnoreCase);
    private string? _sectionId;
    private string? _codeLanguage;
    private int _breaks;

    /// <summary>Reads a whole body, or a piece of one that ends where a block ends.</summary>
    public void Read(ReadOnlySpan<char> html)
    {
        while (!html.IsEmpty)
        {
            var bracket = html.IndexOf('<');
            if (bracket != 0)
            {
                var text = bracket < 0 ? html : html[..bracket];
                AppendDecoded(text);
                html = html[text.Length..];
            }
            else if (HtmlTag.TryRead(html, out var tag))
            {
                html = tag.Is("pre") && !tag.IsEnd ? ReadCode(tag, html[tag.Length..])
                    : !tag.IsEnd && SkippedNames.Contains(tag.Name) ? SkipElement(tag.Name, html[tag.Length..])
                    : html[ReadTag(tag)..];
            }
            else
            {
                var length = MarkupLength(html);
                writer.Append(html[..(length == 0 ? 1 : 0)]);
                html = html[Math.Max(length, 1)..];
            }
        }

        writer.End();
    }

    private int ReadTag(in HtmlTag tag)
    {
        if (tag.Is("br"))
        {
            // Two in a row are how old blogs write a paragraph.
            if (++_breaks == 2)
            {
                writer.End();
            }
            else
            {
                writer.Space();
            }
        }
        else if (tag.Is("a") || tag.Is("span"))
        {
            ReadInline(tag);
        }
        else if (tag.Name.Length == 2 && tag.Name[0] is 'h' or 'H' && tag.Name[1] is >= '1' and <= '6')
        {
            if (tag.IsEnd)
            {
                writer.End();
            }
            else
            {
                writer.StartHeading(tag.Attribute("id") ?? _sectionId);
            }

            _sectionId = null;
        }
        else if (tag.Is("td") || tag.Is("th"))
        {
            writer.Space();
        }
        else if (BlockNames.Contains(tag.Name))
        {
            writer.End();
            if (!tag.IsEnd && (tag.Is("div") || tag.Is("section") || tag.Is("article")))
            {
                _sectionId = tag.Attribute("id");
                _codeLanguage = LanguageOf(tag) ?? _codeLanguage;
            }
            else if (tag.IsEnd && tag.Is("div"))
            {
                _codeLanguage = null;
            }
        }

        return tag.Length;
    }

    private void ReadInline(in HtmlTag tag)
    {
        if (tag.IsEnd)
        {
            return;
        }

        if (tag.Attribute("id") is { } id)
        {
            writer.SetAnchor(id);
            _sectionId = id;
        }

        if (tag.Is("a"))
        {
            if (tag.Attribute("name") is { } name)
            {
                writer.SetAnchor(name);
                _sectionId = name;
            }

            writer.AddLink(tag.Attribute("href"));
        }
    }

    /// <summary>Reads from behind <c>&lt;pre&gt;</c>; gives back what follows its end.</summary>
    private ReadOnlySpan<char> ReadCode(scoped in HtmlTag pre, ReadOnlySpan<char> html)
    {
        var language = LanguageOf(pre) ?? _codeLanguage;
        var code = new StringBuilder();
        while (!html.IsEmpty)
        {
            var bracket = html.IndexOf('<');
            if (bracket != 0)
            {
                var text = bracket < 0 ? html : html[..bracket];
                code.Append(text.Contains('&') ? WebUtility.HtmlDecode(text.ToString()) : text);
                html = html[text.Length..];
            }
            else if (HtmlTag.TryRead(html, out var tag))
            {
                html = html[tag.Length..];
                if (tag.Is("pre"))
                {
                    break;
                }

                language ??= tag.IsEnd ? null : LanguageOf(tag);
                if (tag.Is("br") || (tag.IsEnd && (tag.Is("div") || tag.Is("p") || tag.Is("li") || tag.Is("tr")) && code.Length > 0 && code[^1] != '\n'))
                {
                    code.Append('\n');
                }
            }
            else
            {
                var length = MarkupLength(html);
                code.Append(html[..(length == 0 ? 1 : 0)]);
                html = html[Math.Max(length, 1)..];
            }
        }

        var block = code.ToString();
        if (!IsLineNumbers(block))
        {
            writer.AddCode(block, language);
        }

        return html;
    }

    /// <summary>The gutter that highlighters put beside code in a cell of its own.</summary>
    private static bool IsLineNumbers(string code)
    {
        foreach (var c in code)
        {
            if (!char.IsAsciiDigit(c) && !char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The language that a highlighter or an author names in the class of a block: <c>language-python</c>, <c>highlight-python</c>, <c>brush: python</c>.</summary>
    private static string? LanguageOf(in HtmlTag tag)
    {
        if (tag.Attribute("data-lang") is { Length: > 0 and <= 20 } named)
        {
            return named.ToLowerInvariant();
        }

        if (tag.Attribute("class") is not { } classes)
        {
            return null;
        }

        var words = classes.ToLowerInvariant().Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            foreach (var prefix in (ReadOnlySpan<string>)["language-", "lang-", "highlight-", "highlight-source-", "brush:"])
            {
                if (words[i].StartsWith(prefix, StringComparison.Ordinal) && words[i].Length > prefix.Length && words[i].Length <= prefix.Length + 20)
                {
                    return words[i][prefix.Length..].Replace("source-", "", StringComparison.Ordinal);
                }
            }

            if (words[i] is "brush:" or "sourcecode" && i + 1 < words.Length)
            {
                return words[i + 1];
            }
        }

        return null;
    }

    /// <summary>Gives back what follows the end tag; all of it when there is none, as in feeds that write <c>&lt;iframe/&gt;</c>.</summary>
    private ReadOnlySpan<char> SkipElement(ReadOnlySpan<char> name, ReadOnlySpan<char> html)
    {
        // An end tag that was not found once is not searched again: many unclosed elements stay linear.
        for (var rest = html; !_unclosed.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);)
        {
            var end = rest.IndexOf("</");
            if (end < 0)
            {
                _unclosed.Add(name.ToString());
                break;
            }

            rest = rest[(end + 2)..];
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                var close = rest.IndexOf('>');
                return close < 0 ? default : rest[(close + 1)..];
            }
        }

        return IsRawText(name) ? default : html;
    }

    private static bool IsRawText(ReadOnlySpan<char> name) =>
        name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase);

    /// <summary>The length of a comment, declaration or CDATA mark; 0 for a bracket that is text.</summary>
    private static int MarkupLength(ReadOnlySpan<char> html)
    {
        if (html.StartsWith("<!--"))
        {
            var end = html[4..].IndexOf("-->");
            return end < 0 ? html.Length : end + 7;
        }

        if (html.Length > 1 && html[1] is '!' or '?' or '/')
        {
            var end = html.IndexOf('>');
            return end < 0 ? html.Length : end + 1;
        }

        return 0;
    }

    private void AppendDecoded(ReadOnlySpan<char> text)
    {
        if (_breaks > 0 && !text.IsWhiteSpace())
        {
            _breaks = 0;
        }

        writer.Append(text.Contains('&') ? WebUtility.HtmlDecode(text.ToString()) : text);
    }
}
