namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Reads the pieces of a query off its text, from left to right: keys, values, phrases, bare words and operators.</summary>
/// <param name="text">As <see cref="QueryText.Clean"/> gives it.</param>
internal sealed class QueryScanner(string text, QueryNotes notes)
{
    private const int MaxTagLength = 64;

    /// <summary>Where the next piece begins; offsets are those of the query as typed.</summary>
    public int At { get; set; }

    public bool IsAtEnd => At >= text.Length;

    /// <summary>The character here; only where there is one.</summary>
    public char Current => text[At];

    /// <summary>The character behind this one; NUL at the end.</summary>
    public char Next => At + 1 < text.Length ? text[At + 1] : '\0';

    /// <summary>The whole query.</summary>
    public string Text => text;

    /// <summary>What was read from an offset on.</summary>
    public string Since(int start) => text[start..At];

    /// <summary>Reads a known key and its colon.</summary>
    public bool TryReadKey(out string key)
    {
        key = "";
        var colon = KeyLength(text.AsSpan(At));
        if (colon <= 0)
        {
            return false;
        }

        key = text.Substring(At, colon).ToLowerInvariant();
        if (!QueryKeys.IsKnown(key))
        {
            return false;
        }

        At += colon + 1;
        return true;
    }

    /// <summary>The length of what stands before the first colon where that could be a key; else 0.</summary>
    public static int KeyLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsLetter(text[0]))
        {
            return 0;
        }

        var length = 1;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] is '.' or '_' or '-'))
        {
            length++;
        }

        return length < text.Length && text[length] == ':' ? length : 0;
    }

    /// <summary>Phrases and runs of other characters, up to a blank.</summary>
    public List<QueryValue> ReadValues(ReadOnlySpan<char> separators)
    {
        var values = new List<QueryValue>();
        while (!IsAtEnd)
        {
            if (text[At] == '"')
            {
                if (TryReadQuoted(out var quoted) && QueryText.Folded(quoted) is { Length: > 0 } phrase)
                {
                    values.Add(new QueryValue(phrase, IsQuoted: true));
                }
            }
            else if (ReadBare(separators) is { Length: > 0 } bare)
            {
                values.Add(new QueryValue(bare, IsQuoted: false));
            }

            if (IsAtEnd || !separators.Contains(text[At]))
            {
                break;
            }

            At++;
        }

        return values;
    }

    /// <summary>Characters up to a blank, quote, bar, separator or parenthesis without a partner: <c>print(x)</c> is read whole.</summary>
    public string ReadBare(ReadOnlySpan<char> separators)
    {
        var start = At;
        var (open, firstOpen) = (0, 0);
        for (; At < text.Length; At++)
        {
            var c = text[At];
            if (c is ' ' or '"' or '|' || separators.Contains(c) || (c == ')' && open == 0) || (c == '(' && (At == start || text.AsSpan(start, At - start) is "AND" or "OR" or "NOT")))
            {
                break;
            }

            if (c == '(' && open++ == 0)
            {
                firstOpen = At;
            }
            else if (c == ')')
            {
                open--;
            }
        }

        if (open > 0)
        {
            At = firstOpen;
        }

        return text[start..At];
    }

    /// <summary>Reads from the quote here to its partner; without one the quote is passed over, and noted.</summary>
    public bool TryReadQuoted(out string quoted)
    {
        var end = text.IndexOf('"', At + 1);
        if (end < 0)
        {
            notes.Add(QueryNoteCodes.UnclosedQuote, "\"", At, "a quote without its partner; left out");
            At++;
            quoted = "";
            return false;
        }

        quoted = text[(At + 1)..end];
        At = end + 1;
        return true;
    }

    /// <summary>Reads the tag at the opening bracket here.</summary>
    public string ReadBracketedTag()
    {
        var (start, end) = (At + 1, EndOfBracketedTag());
        At = end + 1;
        return QueryText.Folded(text[start..end]);
    }

    /// <summary>Whether an operator's character stands here that begins nothing: it is no part of a word either.</summary>
    public bool IsStray() => text[At] switch
    {
        '*' or '~' => true,
        '[' => EndOfBracketedTag() == 0,
        '#' => At + 1 == text.Length || !(char.IsLetterOrDigit(text[At + 1]) || text[At + 1] == '"'),
        _ => false,
    };

    /// <summary>The operator between operands that stands here; empty when none does.</summary>
    public string PeekBinaryOperator() =>
        text[At] == '|' ? "|" : IsOperatorWord("OR") ? "OR" : IsOperatorWord("AND") ? "AND" : "";

    public bool IsOperatorWord(string name) =>
        string.CompareOrdinal(text, At, name, 0, name.Length) == 0
        && (At + name.Length == text.Length || text[At + name.Length] is ' ' or '(' or ')' or '"' or '|');

    /// <returns>Whether anything is left.</returns>
    public bool SkipBlanks()
    {
        while (!IsAtEnd && text[At] == ' ')
        {
            At++;
        }

        return !IsAtEnd;
    }

    /// <summary>Where the tag at the opening bracket here ends; 0 when it is no tag.</summary>
    private int EndOfBracketedTag()
    {
        var rest = text.AsSpan(At + 1);
        var length = rest.IndexOfAny("[]\"");
        return length is > 0 and <= MaxTagLength && rest[length] == ']' && rest[..length].ContainsAnyExcept(' ')
            && (length + 1 == rest.Length || rest[length + 1] is ' ' or ')' or '|')
                ? At + 1 + length
                : 0;
    }
}
