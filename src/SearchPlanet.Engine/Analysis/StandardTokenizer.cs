namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// Cuts text at Unicode word breaks (UAX #29, rules WB4 to WB13b) and keeps the pieces that hold a letter, digit,
/// ideograph or emoji: the tokens of Lucene's <c>StandardTokenizer</c>. Ideographs and hiragana are tokens of one
/// character; runs of Thai, Lao, Khmer and Burmese stay whole.
/// </summary>
public sealed class StandardTokenizer : Tokenizer
{
    /// <summary>Longer words are cut at this many UTF-16 units, as in Lucene.</summary>
    public const int MaxTokenLength = 255;

    private int _at;

    // The end of the low lines looked through last: only behind them shows whether they belong to a word.
    private int _lowLinesEnd;

    public override void Reset(ReadOnlyMemory<char> text)
    {
        base.Reset(text);
        _at = _lowLinesEnd = 0;
    }

    public override bool IncrementToken()
    {
        var text = Text.Span;
        var start = _at;
        while (start < text.Length)
        {
            var kind = WordBreaks.Of(text[start]);
            if (kind == WordBreakClass.Other && !char.IsHighSurrogate(text[start]))
            {
                start++;
                continue;
            }

            var end = End(text, start, out var isWord);
            if (isWord)
            {
                if (end - start > MaxTokenLength)
                {
                    end = start + MaxTokenLength - (char.IsHighSurrogate(text[start + MaxTokenLength - 1]) ? 1 : 0);
                }

                _at = end;
                Token.SetTerm(text[start..end]);
                Token.StartOffset = start;
                Token.EndOffset = end;
                Token.PositionIncrement = 1;
                return true;
            }

            start = end;
        }

        _at = text.Length;
        return false;
    }

    /// <summary>
    /// The end of the piece that begins at <paramref name="start"/>, and whether it is a word. Of one that will be cut only some place behind the
    /// cut: what is left is cut again from there, and a text without blanks must not be read once for each token.
    /// </summary>
    private int End(ReadOnlySpan<char> text, int start, out bool isWord)
    {
        var kind = WordBreaks.At(text, start, out var units);
        var i = start + units;
        switch (kind)
        {
            case WordBreakClass.ALetter or WordBreakClass.Numeric or WordBreakClass.HebrewLetter
                or WordBreakClass.Katakana or WordBreakClass.ExtendNumLet:
                return Word(text, start, i, kind, out isWord);
            case WordBreakClass.Ideograph or WordBreakClass.Hiragana:
                isWord = true;
                return SkipExtend(text, i);
            case WordBreakClass.SoutheastAsian:
                isWord = true;
                while (i < text.Length && i - start <= MaxTokenLength && WordBreaks.At(text, i, out units) is WordBreakClass.SoutheastAsian or WordBreakClass.Extend)
                {
                    i += units;
                }

                return i;
            case WordBreakClass.Emoji:
                isWord = true;
                return EmojiSequence(text, start, i);
            case WordBreakClass.RegionalIndicator:
                isWord = i < text.Length && WordBreaks.At(text, i, out units) == WordBreakClass.RegionalIndicator;
                return isWord ? SkipExtend(text, i + units) : i;
            default:
                isWord = false;
                return i;
        }
    }

    private int Word(ReadOnlySpan<char> text, int start, int i, WordBreakClass last, out bool isWord)
    {
        isWord = last != WordBreakClass.ExtendNumLet;
        if (!isWord)
        {
            _lowLinesEnd = i = i < _lowLinesEnd ? _lowLinesEnd : SkipLowLines(text, i);
        }

        while (i < text.Length && !(isWord && i - start > MaxTokenLength))
        {
            var next = WordBreaks.At(text, i, out var units);
            switch (next)
            {
                case WordBreakClass.Extend: // WB4
                    i += units;
                    continue;
                case WordBreakClass.ALetter or WordBreakClass.HebrewLetter or WordBreakClass.Numeric
                    when last != WordBreakClass.Katakana: // WB5, WB8 to WB10, WB13b
                case WordBreakClass.Katakana when last is WordBreakClass.Katakana or WordBreakClass.ExtendNumLet: // WB13
                    isWord = true;
                    break;
                case WordBreakClass.ExtendNumLet: // WB13a
                    break;
                case WordBreakClass.MidLetter or WordBreakClass.MidNumLet or WordBreakClass.SingleQuote
                    or WordBreakClass.MidNum or WordBreakClass.DoubleQuote:
                    var after = SkipExtend(text, i + units);
                    var followerUnits = 0;
                    var follower = after < text.Length ? WordBreaks.At(text, after, out followerUnits) : WordBreakClass.Other;
                    if (!Joins(last, next, follower))
                    {
                        // WB7a: a quote belongs to the Hebrew letter before it.
                        return last == WordBreakClass.HebrewLetter && next == WordBreakClass.SingleQuote ? after : i;
                    }

                    i = after + followerUnits;
                    last = follower;
                    continue;
                default:
                    return i;
            }

            last = next;
            i += units;
        }

        return i;
    }

    /// <summary>WB6, WB7, WB7b, WB7c, WB11, WB12: a mark between two letters or two numbers.</summary>
    private static bool Joins(WordBreakClass before, WordBreakClass mark, WordBreakClass after) => mark switch
    {
        WordBreakClass.MidLetter => IsLetter(before) && IsLetter(after),
        WordBreakClass.MidNum => before == WordBreakClass.Numeric && after == WordBreakClass.Numeric,
        WordBreakClass.DoubleQuote => before == WordBreakClass.HebrewLetter && after == WordBreakClass.HebrewLetter,
        _ => (IsLetter(before) && IsLetter(after)) || (before == WordBreakClass.Numeric && after == WordBreakClass.Numeric),
    };

    private static bool IsLetter(WordBreakClass c) => c is WordBreakClass.ALetter or WordBreakClass.HebrewLetter;

    private static int SkipLowLines(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && WordBreaks.At(text, i, out var units) is WordBreakClass.ExtendNumLet or WordBreakClass.Extend)
        {
            i += units;
        }

        return i;
    }

    private static int SkipExtend(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && WordBreaks.At(text, i, out var units) == WordBreakClass.Extend)
        {
            i += units;
        }

        return i;
    }

    /// <summary>An emoji with its modifiers, and those joined to it by U+200D (UTS #51).</summary>
    private static int EmojiSequence(ReadOnlySpan<char> text, int start, int i)
    {
        while (true)
        {
            var end = SkipExtend(text, i);
            if (end == i || end - start > MaxTokenLength || text[end - 1] != '\u200D' || end == text.Length
                || WordBreaks.At(text, end, out var units) != WordBreakClass.Emoji)
            {
                return end;
            }

            i = end + units;
        }
    }
}
