using System.Globalization;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Days from <paramref name="From"/> up to, not including, <paramref name="To"/>, UTC; null is open. At least one is set.</summary>
public readonly record struct DayRange(DateOnly? From, DateOnly? To)
{
    /// <summary>Reads <c>2024</c>, <c>2024-02</c>, <c>2024-02-29</c>, two of them around <c>..</c> (one may be missing), or one after
    /// <c>&gt; &gt;= &lt; &lt;= =</c>. A year or month stands for its whole length.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DayRange range)
    {
        range = default;
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots >= 0)
        {
            var left = text[..dots];
            var right = text[(dots + 2)..];
            DayRange first = default, last = default;
            if ((left.IsEmpty && right.IsEmpty)
                || (!left.IsEmpty && !TryParsePeriod(left, out first))
                || (!right.IsEmpty && !TryParsePeriod(right, out last)))
            {
                return false;
            }

            range = new DayRange(first.From, last.To);
            return range.From is null || range.To is null || range.From < range.To;
        }

        var sign = text.StartsWith(">=") || text.StartsWith("<=") ? 2 : text.StartsWith('>') || text.StartsWith('<') || text.StartsWith('=') ? 1 : 0;
        if (!TryParsePeriod(text[sign..], out var period))
        {
            return false;
        }

        range = text[..sign] switch
        {
            ">" => new DayRange(period.To, null),
            ">=" => new DayRange(period.From, null),
            "<" => new DayRange(null, period.From),
            "<=" => new DayRange(null, period.To),
            _ => period,
        };
        return true;
    }

    /// <summary>Reads a year, month or day; both ends come out set.</summary>
    public static bool TryParsePeriod(ReadOnlySpan<char> text, out DayRange range)
    {
        range = default;
        if (text.Length is not (4 or 7 or 10)
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1 or > 9998)
        {
            return false;
        }

        if (text.Length == 4)
        {
            var newYear = new DateOnly(year, 1, 1);
            range = new DayRange(newYear, newYear.AddYears(1));
            return true;
        }

        if (text[4] != '-' || !int.TryParse(text[5..7], NumberStyles.None, CultureInfo.InvariantCulture, out var month) || month is < 1 or > 12)
        {
            return false;
        }

        if (text.Length == 7)
        {
            var first = new DateOnly(year, month, 1);
            range = new DayRange(first, first.AddMonths(1));
            return true;
        }

        if (text[7] != '-' || !int.TryParse(text[8..], NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var date = new DateOnly(year, month, day);
        range = new DayRange(date, date.AddDays(1));
        return true;
    }

    /// <summary>The shortest form that <see cref="TryParse"/> reads as the same range.</summary>
    public override string ToString() => (From, To) switch
    {
        ({ } from, null) => $">={from:yyyy-MM-dd}",
        (null, { } to) => $"<{to:yyyy-MM-dd}",
        ({ Month: 1, Day: 1 } from, { } to) when to == from.AddYears(1) => $"{from:yyyy}",
        ({ Day: 1 } from, { } to) when to == from.AddMonths(1) => $"{from:yyyy-MM}",
        ({ } from, { } to) when to == from.AddDays(1) => $"{from:yyyy-MM-dd}",
        ({ } from, { } to) => $"{from:yyyy-MM-dd}..{to.AddDays(-1):yyyy-MM-dd}",
        _ => "",
    };
}
