using System.Buffers;
using System.Text;

namespace SearchPlanet.Posts;

/// <summary>
/// Turns the inline marks of Markdown and reStructuredText into an HTML fragment: links become their text, emphasis and code
/// marks go, what stands in code marks is text and never a tag. Underscores stay where they are part of a name: <c>_meta</c>, <c>__init__</c>.
/// </summary>
internal sealed class InlineMarkup(PassageWriter writer)
{
    /// <summary>How far the other half of a pair of marks is looked for: keeps lines of nothing but marks linear.</summary>
    private const int MaxSpan = 1500;

    private static readonly SearchValues<char> Marks = SearchValues.Create("`[]!*_\\<:");

    private readonly StringBuilder _out = new();

    /// <summary>Closing marks that have been paired: where they stand, and how much is dropped there.</summary>
    private readonly Dictionary<int, int> _closings = [];

    /// <summary>By mark and length of its run: up to where no closing run stands, so that nothing is looked through twice.</summary>
    private readonly Dictionary<(char Mark, int Length), int> _noneBefore = [];

    /// <summary>The text of one paragraph as an HTML fragment; link targets go to the writer.</summary>
    public string ToHtml(ReadOnlySpan<char> text)
    {
        _out.Clear();
        _closings.Clear();
        _noneBefore.Clear();
        for (var i = 0; i < text.Length;)
        {
            var next = text[i..].IndexOfAny(Marks);
            if (next < 0)
            {
                _out.Append(text[i..]);
                break;
            }

            _out.Append(text.Slice(i, next));
            i += next;
            i += _closings.TryGetValue(i, out var dropped) ? dropped : Take(text, i);
        }

        return _out.ToString();
    }

    /// <summary>Handles the mark at <paramref name="i"/>.</summary>
    /// <returns>Characters taken, above 0.</returns>
    private int Take(ReadOnlySpan<char> text, int i)
    {
        var rest = text[i..Math.Min(text.Length, i + MaxSpan)];
        switch (rest[0])
        {
            case '\\' when rest.Length > 1 && char.IsAscii(rest[1]) && char.IsPunctuation(rest[1]):
                AppendEscaped(rest.Slice(1, 1));
                return 2;
            case '`':
                return TakeCode(rest, i);
            case '!' when rest.Length > 1 && rest[1] == '[' && LinkEnd(rest[1..], isImage: true) is { End: > 0 } image:
                _closings[i + 1 + image.End] = image.Dropped;
                return 2;
            case '[' when LinkEnd(rest, isImage: false) is { End: > 0 } link:
                _closings[i + link.End] = link.Dropped;
                return 1;
            case '*' or '_':
                return TakeEmphasis(text, i, rest);
            case '<' when rest.StartsWith("<http", StringComparison.OrdinalIgnoreCase) && rest.IndexOf('>') is > 0 and var close:
                writer.AddLink(rest[1..close]);
                _out.Append(rest[1..close]);
                return close + 1;
            case ':' when RoleLength(rest) is > 0 and var length:
                return length;
            default:
                _out.Append(rest[0]);
                return 1;
        }
    }

    private int TakeCode(ReadOnlySpan<char> rest, int i)
    {
        var marks = RunLength(rest);
        for (var at = Math.Max(marks, _noneBefore.GetValueOrDefault(('`', marks)) - i); at < rest.Length;)
        {
            var close = rest[at..].IndexOf('`');
            if (close < 0)
            {
                break;
            }

            at += close;
            var run = RunLength(rest[at..]);
            if (run == marks)
            {
                AppendCode(rest[marks..at]);
                at += run;
                return at + RunLength(rest[at..], '_');
            }

            at += run;
        }

        _noneBefore[('`', marks)] = i + rest.Length;
        _out.Append(rest[..marks]);
        return marks;
    }

    /// <summary>What stood between backquotes: code, or in reStructuredText a link with its target in angle brackets.</summary>
    private void AppendCode(ReadOnlySpan<char> inner)
    {
        var target = inner.LastIndexOf('<');
        if (target > 0 && inner[^1] == '>' && char.IsWhiteSpace(inner[target - 1]) && inner[(target + 1)..].StartsWith("http", StringComparison.Ordinal))
        {
            writer.AddLink(inner[(target + 1)..^1]);
            inner = inner[..target].TrimEnd();
        }

        AppendEscaped(inner);
    }

    private int TakeEmphasis(ReadOnlySpan<char> text, int i, ReadOnlySpan<char> rest)
    {
        var mark = rest[0];
        var marks = RunLength(rest);
        var follows = marks < rest.Length ? rest[marks] : ' ';
        var isInWord = mark == '_' && i > 0 && IsWord(text[i - 1]);
        if (marks <= 3 && !char.IsWhiteSpace(follows) && !isInWord && EmphasisEnd(rest, i, mark, marks) is > 0 and var end)
        {
            _closings[i + end] = marks;
            return marks;
        }

        _out.Append(rest[..marks]);
        return marks;
    }

    /// <summary>Where the closing marks stand; 0 when there are none, or when the marks are part of a name.</summary>
    private int EmphasisEnd(ReadOnlySpan<char> rest, int i, char mark, int marks)
    {
        for (var at = Math.Max(marks, _noneBefore.GetValueOrDefault((mark, marks)) - i); at < rest.Length;)
        {
            var found = rest[at..].IndexOf(mark);
            if (found < 0)
            {
                break;
            }

            at += found;
            var run = RunLength(rest[at..]);
            var follows = at + run < rest.Length ? rest[at + run] : ' ';
            if (run == marks && !char.IsWhiteSpace(rest[at - 1]) && (mark == '*' || !IsWord(follows)))
            {
                var isName = mark == '_' && marks == 2 && !rest[marks..at].ContainsAny(' ', '\n');
                return isName ? 0 : at;
            }

            at += run;
        }

        _noneBefore[(mark, marks)] = i + rest.Length;
        return 0;
    }

    /// <summary>Where the text of a link ends, and how much follows it that is not text; (0, 0) when the bracket opens no link.</summary>
    private (int End, int Dropped) LinkEnd(ReadOnlySpan<char> rest, bool isImage)
    {
        var end = BalancedEnd(rest, '[', ']');
        if (end < 0 || end + 1 >= rest.Length)
        {
            return default;
        }

        var tail = rest[(end + 1)..];
        if (tail[0] == '[' && BalancedEnd(tail, '[', ']') is >= 0 and var label)
        {
            return (end, label + 2);
        }

        if (tail[0] != '(' || BalancedEnd(tail, '(', ')') is not (> 0 and var close))
        {
            return default;
        }

        if (!isImage)
        {
            var target = tail[1..close].Trim();
            var blank = target.IndexOfAny(' ', '\n');
            writer.AddLink((blank < 0 ? target : target[..blank]).Trim("<>"));
        }

        return (end, close + 2);
    }

    private static int BalancedEnd(ReadOnlySpan<char> text, char open, char close)
    {
        if (!text.Contains(close))
        {
            return -1;
        }

        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == open)
            {
                depth++;
            }
            else if (text[i] == close && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The length of a reStructuredText role before a backquote, <c>:ref:`</c>; 0 when there is none.</summary>
    private static int RoleLength(ReadOnlySpan<char> rest)
    {
        var end = 1;
        while (end < rest.Length && end < 30 && (char.IsAsciiLetterLower(rest[end]) || rest[end] is '-' or ':'))
        {
            end++;
        }

        return end > 2 && end < rest.Length && rest[end] == '`' && rest[end - 1] == ':' ? end : 0;
    }

    private void AppendEscaped(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '<' => _out.Append("&lt;"),
                '&' => _out.Append("&amp;"),
                _ => _out.Append(c),
            };
        }
    }

    private static int RunLength(ReadOnlySpan<char> text) => RunLength(text, text[0]);

    private static int RunLength(ReadOnlySpan<char> text, char mark)
    {
        var length = text.IndexOfAnyExcept(mark);
        return length < 0 ? text.Length : length;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
