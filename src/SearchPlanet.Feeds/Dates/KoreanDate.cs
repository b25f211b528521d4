namespace SearchPlanet.Feeds.Dates;

/// <summary>The dates of the Korean hosts OnBlog (년 월 일) and Nate (오전, 오후), in Korean time.</summary>
internal static class KoreanDate
{
    private const int KoreanOffsetMinutes = 9 * 60;

    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        var isAfternoon = text.Contains('오') && text.Contains('후');
        if (!isAfternoon && text.IndexOfAny('년', '오') < 0)
        {
            return null;
        }

        var cursor = new DateCursor(text);
        Span<int> parts = stackalloc int[6];
        var count = 0;
        while (!cursor.IsAtEnd && count < parts.Length)
        {
            if (char.IsAsciiDigit(cursor.Current))
            {
                parts[count++] = cursor.Number(1, 4);
            }
            else
            {
                cursor.Position++;
            }
        }

        if (count < 3)
        {
            return null;
        }

        var hour = isAfternoon && parts[3] < 12 ? parts[3] + 12 : parts[3];
        return FeedDate.Make(parts[0], parts[1], parts[2], hour, parts[4], parts[5], KoreanOffsetMinutes);
    }
}
