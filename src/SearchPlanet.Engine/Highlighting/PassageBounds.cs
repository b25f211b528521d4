namespace SearchPlanet.Engine.Highlighting;

/// <summary>Where a passage begins and ends: the whole text where it fits, else whole sentences, else whole words.</summary>
internal static class PassageBounds
{
    /// <summary>The bounds of a passage of at most <paramref name="maxLength"/> characters around a match.</summary>
    /// <param name="floor">Characters before it are taken already.</param>
    public static (int Start, int End) Around(string text, int matchStart, int matchEnd, int floor, int maxLength)
    {
        if (floor == 0 && text.Length <= maxLength)
        {
            return (0, TrimEnd(text, matchEnd, text.Length));
        }

        var sentence = SentenceStart(text, matchStart, Math.Max(floor, matchStart - maxLength));
        var start = matchEnd - sentence <= maxLength * 3 / 4
            ? sentence
            : WordStart(text, Math.Max(floor, matchStart - (maxLength / 4)), matchStart);
        var limit = Math.Min(text.Length, start + maxLength);
        if (limit == text.Length)
        {
            return (start, TrimEnd(text, matchEnd, text.Length));
        }

        var end = SentenceEnd(text, Math.Max(matchEnd, start + (maxLength / 2)), limit);
        if (end < 0)
        {
            end = WordEnd(text, matchEnd, limit);
        }

        return (start, TrimEnd(text, matchEnd, end));
    }

    private static int SentenceStart(string text, int from, int floor)
    {
        for (var i = from; i > floor; i--)
        {
            if (EndsSentence(text, i - 1))
            {
                return SkipSpace(text, i, from);
            }
        }

        return floor == 0 || EndsSentence(text, floor - 1) ? SkipSpace(text, floor, from) : WordStart(text, floor, from);
    }

    /// <summary>The end of the last sentence that ends in (from, limit], or -1.</summary>
    private static int SentenceEnd(string text, int from, int limit)
    {
        for (var i = limit; i > from; i--)
        {
            if (EndsSentence(text, i - 1))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool EndsSentence(string text, int i) => text[i] switch
    {
        '\n' => true,
        '.' or '!' or '?' or '…' => i + 1 >= text.Length || char.IsWhiteSpace(text[i + 1]),
        '。' or '！' or '？' => true,
        _ => false,
    };

    private static int WordStart(string text, int from, int limit)
    {
        if (from == 0 || char.IsWhiteSpace(text[from - 1]))
        {
            return SkipSpace(text, from, limit);
        }

        for (var i = from; i < limit; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                return SkipSpace(text, i, limit);
            }
        }

        return NotWithinSurrogate(text, from);
    }

    private static int WordEnd(string text, int floor, int limit)
    {
        for (var i = limit; i > floor; i--)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                return i;
            }
        }

        return Math.Max(floor, NotWithinSurrogate(text, limit));
    }

    private static int SkipSpace(string text, int from, int limit)
    {
        while (from < limit && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private static int TrimEnd(string text, int floor, int end)
    {
        while (end > floor && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static int NotWithinSurrogate(string text, int i) =>
        i > 0 && i < text.Length && char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]) ? i - 1 : i;
}
