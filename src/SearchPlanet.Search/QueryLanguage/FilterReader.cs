using System.Collections.Immutable;
using System.Globalization;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>Makes filters of keys and their values.</summary>
internal static class FilterReader
{
    private delegate bool TryParser<T>(ReadOnlySpan<char> text, out T value);

    /// <summary>The filter; null when a value is not one of its key's, and then what is wrong with it.</summary>
    /// <param name="key">A known one that is neither of a text field nor <c>sort</c>.</param>
    /// <param name="values">At least one.</param>
    public static QueryNode? Read(string key, List<QueryValue> values, out string code, out string problem)
    {
        QueryNode? node;
        code = QueryNoteCodes.BadValue;
        switch (key)
        {
            case "has":
                node = values.TrueForAll(static v => v.Is("code")) ? new QueryNode.HasCode() : null;
                problem = "only has:code is known; searched as text";
                break;
            case "last":
                node = LastOf(values);
                problem = "last: takes a number of days, weeks, months or years, as in last:30d; searched as text";
                break;
            case "after" or "before":
                node = values is [var day] && DayRange.TryParsePeriod(day.Text, out var period)
                    ? key == "after" ? new QueryNode.After(period.From!.Value) : new QueryNode.Before(period.From!.Value)
                    : null;
                (code, problem) = (QueryNoteCodes.BadDate, "not a date (2024, 2024-02 or 2024-02-29); searched as text");
                break;
            case "date":
                node = ParsedAll<DayRange>(values, DayRange.TryParse) is { } periods ? new QueryNode.Published(periods) : null;
                (code, problem) = (QueryNoteCodes.BadDate, "not a date (2024, 2024-02, 2024-01..2024-03, >2024-01-01); searched as text");
                break;
            case var family when QueryKeys.VersionFamilies.Contains(family):
                node = ParsedAll<VersionRange>(values, VersionRange.TryParse) is { } ranges ? new QueryNode.Mentions(family, ranges) : null;
                (code, problem) = (QueryNoteCodes.BadVersion, "not a version (6.0, >=3.12, 4.2..5.2); searched as text");
                break;
            default:
                var field = QueryKeys.FilterFields[key];
                node = field == FilterField.Kind && !values.TrueForAll(static v => QueryKeys.IsKind(v.Text))
                    ? null
                    : new QueryNode.Filter(field, [.. values.Select(v => field == FilterField.Author ? v.Text : v.Text.ToLowerInvariant())
                        .Distinct(StringComparer.OrdinalIgnoreCase)]);
                problem = $"a kind is one of {string.Join(", ", Enum.GetNames<Posts.PostKind>()).ToLowerInvariant()}; searched as text";
                break;
        }

        return node;
    }

    private static QueryNode.Last? LastOf(List<QueryValue> values) =>
        values is [{ Text: { Length: >= 2 and <= 5 } text }]
        && char.ToLowerInvariant(text[^1]) is 'd' or 'w' or 'm' or 'y'
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count > 0 && (char.ToLowerInvariant(text[^1]) != 'y' || count <= 1000)
            ? new QueryNode.Last(count, char.ToLowerInvariant(text[^1]))
            : null;

    private static ImmutableArray<T>? ParsedAll<T>(List<QueryValue> values, TryParser<T> parse)
    {
        var parsed = ImmutableArray.CreateBuilder<T>(values.Count);
        foreach (var value in values)
        {
            if (!parse(value.Text, out var item))
            {
                return null;
            }

            if (!parsed.Contains(item))
            {
                parsed.Add(item);
            }
        }

        return parsed.ToImmutable();
    }
}
