namespace SearchPlanet.Ingestion.Articles;

/// <summary>
/// Tells pages that are nested beyond reason from those that are not, before a parser is let at them: an HTML parser's time grows with the square
/// of the depth, and walking its tree takes stack.
/// </summary>
internal static class NestingDepth
{
    /// <summary>Elements that end by themselves, or that end their like.</summary>
    private static readonly HashSet<string> NeverNested = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "head", "body",
    };

    /// <summary>Whether more start tags than this are ever without their end tag; an estimate, high rather than low.</summary>
    public static bool IsAbove(ReadOnlySpan<char> html, int limit)
    {
        var names = NeverNested.GetAlternateLookup<ReadOnlySpan<char>>();
        var depth = 0;
        while (html.IndexOf('<') is >= 0 and var at && at + 1 < html.Length)
        {
            html = html[(at + 1)..];
            var isEnd = html[0] == '/';
            var name = isEnd ? html[1..] : html;
            var length = name.IndexOfAnyExcept(NameCharacters);
            name = length < 0 ? name : name[..length];
            if (name.IsEmpty || names.Contains(name))
                continue;
            depth = isEnd ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > limit)
                return true;
        }

        return false;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
