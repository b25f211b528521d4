using System.Buffers;

namespace SearchPlanet.Ingestion.Articles;

/// <summary>
/// Tells HTML that would cost a parser beyond reason, before one is let at it, in one pass over its tags. Two things do: depth (the parser's time
/// grows with its square, and walking the tree takes stack), and formatting elements left open, which HTML's rules open anew in every paragraph.
/// </summary>
internal static class HtmlComplexity
{
    /// <summary>Open elements; browsers stop at 512.</summary>
    private const int MaxDepth = 256;

    /// <summary>Formatting elements times tags: the most elements that the parser could make of the text.</summary>
    private const int MaxElements = 2_000_000;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "html", "head", "body",
    };

    /// <summary>Elements whose end tag may be left out: the end of what they stand in ends them (HTML, "generate implied end tags").</summary>
    private static readonly HashSet<string> Implied = new(StringComparer.OrdinalIgnoreCase) { "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "rp", "rt" };

    /// <summary>HTML's formatting elements but for <c>a</c>, of which the next one closes the last.</summary>
    private static readonly HashSet<string> Formatting = new(StringComparer.OrdinalIgnoreCase)
    {
        "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    };

    /// <summary>Estimates high rather than low: what it lets pass is cheap.</summary>
    public static bool IsBeyondReason(ReadOnlySpan<char> html)
    {
        var open = new Stack<string>();
        long formatting = 0;
        long tags = 0;
        while (html.IndexOf('<') is >= 0 and var at && at + 1 < html.Length)
        {
            html = html[(at + 1)..];
            var isEnd = html[0] == '/';
            var rest = isEnd ? html[1..] : html;
            var length = rest.IndexOfAnyExcept(NameCharacters);
            var name = (length < 0 ? rest : rest[..length]).ToString();
            if (name.Length == 0 || Void.Contains(name))
            {
                continue;
            }

            tags++;
            if (isEnd)
            {
                Close(open, name);
            }
            else
            {
                Open(open, name);
            }

            if (!isEnd && Formatting.Contains(name))
            {
                formatting++;
            }

            if (open.Count > MaxDepth || formatting * tags > MaxElements)
            {
                return true;
            }
        }

        return false;
    }

    private static void Open(Stack<string> open, string name)
    {
        if (Implied.Contains(name))
        {
            while (open.TryPeek(out var top) && (Same(top, name) || (Same(top, "p") && !Same(name, "p"))))
            {
                open.Pop();
            }
        }

        open.Push(name);
    }

    private static void Close(Stack<string> open, string name)
    {
        // A formatting element that is not the innermost is not closed but moved (the "adoption agency").
        if (!Formatting.Contains(name) && !Implied.Contains(name) && open.SkipWhile(Implied.Contains).FirstOrDefault() is { } outer && Same(outer, name))
        {
            while (Implied.Contains(open.Peek()))
            {
                open.Pop();
            }
        }

        if (open.TryPeek(out var top) && Same(top, name))
        {
            open.Pop();
        }
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
