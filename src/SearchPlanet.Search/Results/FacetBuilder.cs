using System.Text;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Search.Results;

/// <summary>Makes facets of matches.</summary>
internal static class FacetBuilder
{
    /// <summary>Counts dimensions over one set of matches, all at once.</summary>
    /// <param name="selected">The values that the request filters a dimension by.</param>
    public static IReadOnlyList<(FacetDimension Dimension, FacetResult Result)> Count(
        PostSnapshot snapshot,
        IReadOnlyList<FacetDimension> dimensions,
        MatchSet matches,
        Func<FacetDimension, IReadOnlyList<string>> selected,
        int size,
        CancellationToken cancellationToken)
    {
        var counts = FacetCounter.Count(matches, cancellationToken, [.. dimensions.Select(static d => d.Field)]);
        var results = new List<(FacetDimension, FacetResult)>(counts.Length);
        foreach (var (dimension, count) in dimensions.Zip(counts))
        {
            using (count)
            {
                results.Add((dimension, ResultOf(snapshot, dimension, count, selected(dimension), size)));
            }
        }

        return results;
    }

    /// <summary>Counts one dimension's values that begin with, or hold a word that begins with, a prefix.</summary>
    public static FacetResult CountWithin(
        PostSnapshot snapshot, FacetDimension dimension, MatchSet matches, IReadOnlyList<string> selected, string prefix, int size, CancellationToken cancellationToken)
    {
        using var counts = FacetCounter.Count(matches, cancellationToken, [dimension.Field])[0];
        var wanted = counts.Top(int.MaxValue, bytes =>
        {
            var value = Encoding.UTF8.GetString(bytes);
            return WordStart.Has(value, prefix) || WordStart.Has(snapshot.LabelOf(dimension, value), prefix);
        });
        return new FacetResult([.. wanted.Take(size).Select(v => ValueOf(snapshot, dimension, v.Value, v.Count, selected))], Math.Max(0, wanted.Length - size));
    }

    private static FacetResult ResultOf(PostSnapshot snapshot, FacetDimension dimension, FacetCounts counts, IReadOnlyList<string> selected, int size)
    {
        var values = counts.Top(size).Select(v => ValueOf(snapshot, dimension, v.Value, v.Count, selected)).ToList();
        var other = Math.Max(0, counts.Distinct - values.Count);
        // What is chosen can always be given up, however rare it is.
        foreach (var value in selected.Where(value => !values.Exists(v => IsSame(v.Value, value)) && snapshot.Find(dimension.Field, value) >= 0))
        {
            var count = counts.CountOf(value);
            values.Add(new FacetValue(value, snapshot.LabelOf(dimension, value), count, Selected: true));
            other -= count > 0 ? 1 : 0;
        }

        return new FacetResult(values, other);
    }

    private static FacetValue ValueOf(PostSnapshot snapshot, FacetDimension dimension, string value, int count, IReadOnlyList<string> selected) =>
        new(value, snapshot.LabelOf(dimension, value), count, selected.Any(chosen => IsSame(value, chosen)));

    private static bool IsSame(string value, string chosen) => string.Equals(value, chosen, StringComparison.OrdinalIgnoreCase);
}
