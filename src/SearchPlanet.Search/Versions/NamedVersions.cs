using System.Collections.Immutable;
using SearchPlanet.Posts;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.Versions;

/// <summary>The releases that a query names, by operator (<c>django:6.0</c>) or in words (<c>django 6.0</c>): older advice is labelled.</summary>
internal sealed class NamedVersions
{
    private readonly ImmutableArray<(string Label, DateOnly Day)> _releases;

    public NamedVersions(QueryNode root) => _releases = [.. Named(root)];

    /// <summary>The version that came out after the post, the latest such; null when none did or the post has no date.</summary>
    public string? After(DateTimeOffset? published)
    {
        if (_releases.IsEmpty || published is not { } date)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(date.UtcDateTime);
        return _releases.Where(r => day < r.Day).OrderByDescending(static r => r.Day).Select(static r => r.Label).FirstOrDefault();
    }

    private static IEnumerable<(string Label, DateOnly Day)> Named(QueryNode root)
    {
        QueryNode? before = null;
        foreach (var leaf in QueryTree.Leaves(root, includeNegated: false))
        {
            if (leaf is QueryNode.Mentions mentions)
            {
                foreach (var range in mentions.Ranges.Where(static r => r.Low is not null))
                {
                    if (DayOf(mentions.Family, range) is { } day)
                    {
                        yield return (FacetDimension.Version.LabelOf($"{mentions.Family}:{range.Low}"), day);
                    }
                }
            }
            else if (before is QueryNode.Word family && leaf is QueryNode.Word { Text: var text } && text.Contains('.', StringComparison.Ordinal)
                && VersionRange.TryParse(text, out var range) && DayOf(family.Text.ToLowerInvariant(), range) is { } day)
            {
                yield return (FacetDimension.Version.LabelOf($"{family.Text.ToLowerInvariant()}:{text}"), day);
            }

            before = leaf;
        }
    }

    /// <summary>When the feature release came out that a range begins with.</summary>
    private static DateOnly? DayOf(string family, VersionRange range) =>
        range.Low is { } low ? ReleaseDates.Of(family, low.ToString()) ?? ReleaseDates.Of(family, $"{low}.0") : null;
}
