using SearchPlanet.Search;

namespace SearchPlanet.Server.Api;

/// <summary>Says a search in words: "migrations" in posts tagged django, in 2024.</summary>
internal static class SearchTitle
{
    /// <param name="label">What people read for a dimension's value, such as a planet's title; null: the value itself.</param>
    public static string Of(SearchRequest request, Func<string, string, string>? label = null)
    {
        var parts = new List<string>();
        var kinds = Included(request, "kind");
        parts.Add((request.Query.Length > 0 ? $"“{request.Query}” in " : "") + (kinds.Count == 0 ? "posts" : string.Join(" and ", kinds.Select(Plural))));
        Add("tagged", "tag", " and ");
        Add("by", "author", " or ");
        Add("at", "source", " or ");
        Add("on", "planet", " or ");
        Add("in language", "lang", " or ");
        foreach (var (dimension, filter) in request.Filters)
        {
            if (filter.Exclude.Count > 0)
            {
                parts.Add($"without {SearchDimensions.NameOf(dimension)} {string.Join(", ", filter.Exclude.Select(value => Label(dimension, value)))}");
            }
        }

        switch (request)
        {
            // Compared, not counted on: the calendar has no year after 9999.
            case { After: { DayOfYear: 1 } from, Before: { DayOfYear: 1 } to } when to.Year == from.Year + 1:
                parts.Add($"in {from.Year}");
                break;
            case { After: { Day: 1 } from, Before: { Day: 1 } to } when ((to.Year - from.Year) * 12) + to.Month == from.Month + 1:
                parts.Add($"in {from:MMMM yyyy}");
                break;
            default:
                if (request.After is { } after)
                {
                    parts.Add($"since {after:d MMMM yyyy}");
                }

                if (request.Before is { } before)
                {
                    parts.Add($"before {before:d MMMM yyyy}");
                }

                break;
        }

        var title = string.Join(' ', parts);
        return title == "posts" ? "All posts" : char.IsLetter(title[0]) ? char.ToUpperInvariant(title[0]) + title[1..] : title;

        void Add(string words, string dimension, string joint)
        {
            if (Included(request, dimension) is { Count: > 0 } values)
            {
                parts.Add($"{words} {string.Join(joint, values.Select(value => Label(dimension, value)))}");
            }
        }

        string Label(string dimension, string value) => label?.Invoke(dimension, value) ?? (dimension == "planet" ? "planet " + value : value);
    }

    private static IReadOnlyList<string> Included(SearchRequest request, string dimension) =>
        request.Filters.TryGetValue(dimension, out var filter) ? filter.Include : [];

    private static string Plural(string kind) => kind + "s";
}
