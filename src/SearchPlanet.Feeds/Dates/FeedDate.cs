namespace SearchPlanet.Feeds.Dates;

/// <summary>
/// Reads the dates of feeds: RFC 822 and its sloppy cousins in a dozen languages, ISO 8601 whole and in parts, asctime,
/// SQL Server's, Perforce's, Korean ones, slashes and dots, Unix seconds. What could mean two days means none.
/// </summary>
public static class FeedDate
{
    private const int MaxLength = 128;

    /// <summary>The instant, in UTC and whole seconds; a date without a time is midnight, a time without a zone is UTC.</summary>
    /// <returns>Null when unreadable, ambiguous or outside the years 1 to 9999.</returns>
    public static DateTimeOffset? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength)
        {
            return null;
        }

        var trimmed = text.Trim().ToLowerInvariant();
        return Iso8601Date.Parse(trimmed) ?? KoreanDate.Parse(trimmed) ?? (IsStrict(trimmed) ? null : WordyDate.Parse(trimmed));
    }

    /// <summary>What is written as a timestamp and is none, 2003-12-31T25:00:00Z, must not be read word by word.</summary>
    private static bool IsStrict(string text) =>
        text.Length > 5 && char.IsAsciiDigit(text[0]) && text[4] == '-' && char.IsAsciiDigit(text[5]) && (text.Length < 11 || text[10] != ' ');

    /// <summary>Puts the parts together; null when there is no such day or time.</summary>
    /// <param name="offsetMinutes">East of Greenwich.</param>
    internal static DateTimeOffset? Make(int year, int month, int day, int hour, int minute, int second, int offsetMinutes)
    {
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || minute is < 0 or > 59 || second is < 0 or > 60 || hour is < 0 or > 24 || (hour == 24 && (minute > 0 || second > 0))
            || offsetMinutes is < -5_999 or > 5_999)
        {
            return null;
        }

        // Ticks, because DateTimeOffset refuses offsets past 14 hours and feeds do not.
        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks
            + (((hour * 3600L) + (minute * 60L) + second - (offsetMinutes * 60L)) * TimeSpan.TicksPerSecond);
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>Two digits as a year: 70 and more are the last century's.</summary>
    internal static int Century(int twoDigits) => twoDigits + (twoDigits < 70 ? 2000 : 1900);
}
