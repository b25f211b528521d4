using System.Buffers;
using System.Net;

namespace SearchPlanet.Posts;

/// <summary>One tag of an HTML text: what stands between the angle brackets, read where it stands.</summary>
internal readonly ref struct HtmlTag
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n\f=/");

    private HtmlTag(ReadOnlySpan<char> name, ReadOnlySpan<char> attributes, bool isEnd, int length)
    {
        Name = name;
        Attributes = attributes;
        IsEnd = isEnd;
        Length = length;
    }

    /// <summary>As written: compare without case.</summary>
    public ReadOnlySpan<char> Name { get; }

    public bool IsEnd { get; }

    /// <summary>Characters from the opening bracket through the closing one.</summary>
    public int Length { get; }

    private ReadOnlySpan<char> Attributes { get; }

    /// <summary>Reads the tag that the text begins with. Quoted values may hold brackets; a tag that never closes reaches to the end.</summary>
    /// <returns>False when it begins with a bracket that is text.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out HtmlTag tag)
    {
        tag = default;
        var isEnd = text.Length > 1 && text[1] == '/';
        var start = isEnd ? 2 : 1;
        if (start >= text.Length || !char.IsAsciiLetter(text[start]))
        {
            return false;
        }

        var nameEnd = start;
        while (nameEnd < text.Length && !char.IsWhiteSpace(text[nameEnd]) && text[nameEnd] is not ('>' or '/'))
        {
            nameEnd++;
        }

        var end = nameEnd;
        while (end < text.Length && text[end] != '>')
        {
            // A quote opens a value only after an equals sign; the apostrophe of a broken attribute must not swallow the page.
            if (text[end] is '"' or '\'' && text[end - 1] == '=')
            {
                var close = text[(end + 1)..].IndexOf(text[end]);
                if (close < 0)
                {
                    break;
                }

                end += close + 1;
            }

            end++;
        }

        tag = new HtmlTag(text[start..nameEnd], text[nameEnd..Math.Min(end, text.Length)], isEnd, Math.Min(end + 1, text.Length));
        return true;
    }

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of an attribute with its entities decoded; null when it is absent or has none.</summary>
    public string? Attribute(string name)
    {
        var rest = Attributes;
        while (!rest.IsEmpty)
        {
            rest = rest.TrimStart(" \t\r\n\f/");
            var end = rest.IndexOfAny(NameEnds);
            var found = (end < 0 ? rest : rest[..end]).Equals(name, StringComparison.OrdinalIgnoreCase);
            rest = end < 0 ? default : rest[end..].TrimStart(" \t\r\n\f");
            if (rest.IsEmpty || rest[0] != '=')
            {
                if (found)
                {
                    return null;
                }

                continue;
            }

            rest = rest[1..].TrimStart(" \t\r\n\f");
            var value = Value(ref rest);
            if (found)
            {
                return value.Contains('&') ? WebUtility.HtmlDecode(value.ToString()) : value.ToString();
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> Value(ref ReadOnlySpan<char> rest)
    {
        ReadOnlySpan<char> value;
        if (!rest.IsEmpty && rest[0] is '"' or '\'')
        {
            var close = rest[1..].IndexOf(rest[0]);
            value = close < 0 ? rest[1..] : rest[1..(close + 1)];
            rest = close < 0 ? default : rest[(close + 2)..];
            return value;
        }

        var end = rest.IndexOfAny(" \t\r\n\f");
        value = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        return value;
    }
}
