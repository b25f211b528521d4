using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Search;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Matches by the time they were published.</summary>
internal static class Histogram
{
    private const int DaysWithDailyBuckets = 62;
    private const int YearsWithMonthlyBuckets = 10;

    /// <summary>Buckets without gaps from the first match to the last; empty when no match is dated.</summary>
    /// <param name="interval">Null: days for less than 62, years for more than ten, months between.</param>
    public static IReadOnlyList<HistogramBucket> Of(MatchSet matches, TrendInterval? interval)
    {
        var counts = CountByDay(matches, out var firstDay);
        if (counts.Length == 0)
        {
            return [];
        }

        var (first, last) = (DateOnly.FromDayNumber(firstDay), DateOnly.FromDayNumber(firstDay + counts.Length - 1));
        var width = interval ?? (counts.Length < DaysWithDailyBuckets ? TrendInterval.Day
            : last > first.AddYears(YearsWithMonthlyBuckets) ? TrendInterval.Year : TrendInterval.Month);
        var buckets = new List<HistogramBucket>();
        for (var from = StartOf(first, width); from <= last;)
        {
            var to = Next(from, width);
            var count = 0;
            for (var day = Math.Max(from.DayNumber, firstDay); day < Math.Min(to.DayNumber, firstDay + counts.Length); day++)
            {
                count += counts[day - firstDay];
            }

            buckets.Add(new HistogramBucket(from, to, count));
            from = to;
        }

        return buckets;
    }

    /// <summary>Matches for each day from the first that has one to the last.</summary>
    private static int[] CountByDay(MatchSet matches, out int firstDay)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        foreach (var leaf in matches.Reader.Leaves)
        {
            if (leaf.Reader.NumericDocValues(PostFields.Day) is { } days)
            {
                (min, max) = (Math.Min(min, days.Min), Math.Max(max, days.Max));
            }
        }

        firstDay = 0;
        if (min > max)
        {
            return [];
        }

        var counts = HistogramCounter.Count(matches, PostFields.Day, [.. Enumerable.Range((int)min, (int)(max - min) + 2).Select(static day => (long)day)]);
        var begin = Array.FindIndex(counts, static c => c > 0);
        if (begin < 0)
        {
            return [];
        }

        firstDay = (int)min + begin;
        return counts[begin..(Array.FindLastIndex(counts, static c => c > 0) + 1)];
    }

    private static DateOnly StartOf(DateOnly day, TrendInterval interval) => interval switch
    {
        TrendInterval.Day => day,
        TrendInterval.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        TrendInterval.Month => new DateOnly(day.Year, day.Month, 1),
        _ => new DateOnly(day.Year, 1, 1),
    };

    private static DateOnly Next(DateOnly start, TrendInterval interval) => interval switch
    {
        TrendInterval.Day => start.AddDays(1),
        TrendInterval.Week => start.AddDays(7),
        TrendInterval.Month => start.AddMonths(1),
        _ => start.AddYears(1),
    };
}
