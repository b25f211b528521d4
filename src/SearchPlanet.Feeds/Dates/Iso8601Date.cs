using System.Globalization;

namespace SearchPlanet.Feeds.Dates;

/// <summary>
/// ISO 8601 and W3CDTF: calendar, ordinal and week dates, with and without hyphens, truncated ones, with a blank instead
/// of the T, with a month by name (Hungarian), and seconds since 1970.
/// </summary>
internal static class Iso8601Date
{
    /// <param name="text">Trimmed, in lower case.</param>
    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] != '-')
        {
            return null;
        }

        var cursor = new DateCursor(text);
        if (cursor.CountDigits() == text.Length && text.Length is 9 or 10 or 13)
        {
            return UnixTime(text);
        }

        return TryDate(ref cursor, out var year, out var month, out var day)
            ? WithTime(ref cursor, year, month, day)
            : null;
    }

    private static DateTimeOffset? UnixTime(ReadOnlySpan<char> digits)
    {
        var value = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return DateTimeOffset.FromUnixTimeSeconds(digits.Length == 13 ? value / 1000 : value);
    }

    private static bool TryDate(ref DateCursor cursor, out int year, out int month, out int day)
    {
        month = day = 1;
        if (cursor.Skip('-'))
        {
            // -YYMM, -YY-MM.
            var digits = cursor.CountDigits();
            year = digits is 2 or 4 ? FeedDate.Century(cursor.Number(2, 2)) : -1;
            cursor.Skip('-');
            month = year < 0 ? -1 : cursor.Number(2, 2);
            return month > 0 && cursor.IsAtEnd;
        }

        var count = cursor.CountDigits();
        switch (count)
        {
            case 4:
                year = cursor.Number(4, 4);
                return cursor.Current switch
                {
                    '-' => TryAfterYear(ref cursor, ref year, out month, out day),
                    'w' => TryWeek(ref cursor, ref year, out month, out day),
                    '/' => TrySlashed(ref cursor, out month, out day),
                    _ => cursor.IsAtEnd,
                };
            case 5:
                year = FeedDate.Century(cursor.Number(2, 2));
                return TryOrdinal(year, cursor.Number(3, 3), out month, out day);
            case 6:
                year = FeedDate.Century(cursor.Number(2, 2));
                month = cursor.Number(2, 2);
                day = cursor.Number(2, 2);
                return true;
            case 7:
                year = cursor.Number(4, 4);
                return TryOrdinal(year, cursor.Number(3, 3), out month, out day);
            case 8 or 14:
                year = cursor.Number(4, 4);
                month = cursor.Number(2, 2);
                day = cursor.Number(2, 2);
                return true;
            case 2 when cursor.Peek(2) == '-':
                year = FeedDate.Century(cursor.Number(2, 2));
                return TryAfterYear(ref cursor, ref year, out month, out day) && month > 0;
            default:
                year = -1;
                return false;
        }
    }

    private static bool TryAfterYear(ref DateCursor cursor, ref int year, out int month, out int day)
    {
        month = day = 1;
        cursor.Skip('-');
        if (cursor.Current == 'w')
        {
            return TryWeek(ref cursor, ref year, out month, out day);
        }

        var start = cursor.Position;
        var digits = cursor.CountDigits();
        if (digits == 3 && cursor.Peek(3) != '-')
        {
            return TryOrdinal(year, cursor.Number(3, 3), out month, out day);
        }

        // Some of Google's feeds had one zero too many: 2003-012-31.
        month = digits is >= 1 and <= 3 ? cursor.Number(1, 3) : TryNamedMonth(ref cursor);
        if (month is < 1 or > 12)
        {
            cursor.Position = start;
            return false;
        }

        if (!cursor.Skip('-'))
        {
            return true;
        }

        day = cursor.Number(1, 2);
        return day > 0;
    }

    private static int TryNamedMonth(ref DateCursor cursor)
    {
        Span<char> word = stackalloc char[16];
        var length = 0;
        while (char.IsLetter(cursor.Current) && length < word.Length)
        {
            word[length++] = cursor.Current;
            cursor.Position++;
        }

        return length == 0 ? 0 : MonthNames.Of(word[..length]);
    }

    private static bool TryWeek(ref DateCursor cursor, ref int year, out int month, out int day)
    {
        month = day = 1;
        cursor.Skip('w');
        var week = cursor.Number(2, 2);
        cursor.Skip('-');
        var weekday = char.IsAsciiDigit(cursor.Current) ? cursor.Number(1, 1) : 1;
        if (year is < 1 or > 9998 || week < 1 || week > ISOWeek.GetWeeksInYear(year) || weekday is < 1 or > 7)
        {
            return false;
        }

        var date = ISOWeek.ToDateTime(year, week, (DayOfWeek)(weekday % 7));
        (year, month, day) = (date.Year, date.Month, date.Day);
        return true;
    }

    private static bool TryOrdinal(int year, int ordinal, out int month, out int day)
    {
        month = day = 1;
        if (year is < 1 or > 9999 || ordinal < 1 || ordinal > (DateTime.IsLeapYear(year) ? 366 : 365))
        {
            return false;
        }

        var date = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(ordinal - 1);
        (month, day) = (date.Month, date.Day);
        return true;
    }

    /// <summary>Perforce's 2006/09/15.</summary>
    private static bool TrySlashed(ref DateCursor cursor, out int month, out int day)
    {
        cursor.Skip('/');
        month = cursor.Number(1, 2);
        day = cursor.Skip('/') ? cursor.Number(1, 2) : -1;
        return month > 0 && day > 0;
    }

    private static DateTimeOffset? WithTime(ref DateCursor cursor, int year, int month, int day)
    {
        if (cursor.IsAtEnd)
        {
            return FeedDate.Make(year, month, day, 0, 0, 0, 0);
        }

        var hasMark = cursor.Skip('t');
        if (!hasMark && !char.IsWhiteSpace(cursor.Current) && !char.IsAsciiDigit(cursor.Current))
        {
            // A date with a zone, 2013-01-27+01:00; but 2013-01-27-01 has a part too many.
            var dateEnd = cursor.Position;
            return cursor.TryOffset(out var dateOffset) && cursor.IsAtEnd && cursor.Position >= dateEnd + 5
                ? FeedDate.Make(year, month, day, 0, 0, 0, dateOffset)
                : cursor.Skip('z') && cursor.IsAtEnd ? FeedDate.Make(year, month, day, 0, 0, 0, 0) : null;
        }

        cursor.SkipBlanks();
        var hour = cursor.Number(1, 2);
        var hasColon = cursor.Skip(':');
        var minute = cursor.Number(1, 2);
        var second = 0;
        if (cursor.Skip(':') || (!hasColon && char.IsAsciiDigit(cursor.Current)))
        {
            second = cursor.Number(1, 2);
        }

        if (minute < 0 && !hasColon)
        {
            minute = 0;
        }

        if (hour < 0 || minute < 0 || second < 0)
        {
            return null;
        }

        cursor.SkipFraction();
        cursor.SkipBlanks();
        return TryZone(ref cursor, out var offset) ? FeedDate.Make(year, month, day, hour, minute, second, offset) : null;
    }

    /// <summary>An offset, a name, both (then the offset counts), or nothing; true when that ends the text.</summary>
    private static bool TryZone(ref DateCursor cursor, out int offset)
    {
        offset = 0;
        var hasOffset = cursor.TryOffset(out offset);
        cursor.SkipBlanks();
        Span<char> word = stackalloc char[8];
        var length = 0;
        while (char.IsAsciiLetter(cursor.Current) && length < word.Length)
        {
            word[length++] = cursor.Current;
            cursor.Position++;
        }

        if (length > 0)
        {
            if (!ZoneNames.TryGet(word[..length], out var named))
            {
                return false;
            }

            offset = hasOffset ? offset : named;
            if (!hasOffset && cursor.TryOffset(out var further))
            {
                offset = further;
            }
        }

        return cursor.IsAtEnd;
    }
}
