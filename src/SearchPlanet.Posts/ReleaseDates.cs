using System.Collections.Frozen;
using System.Globalization;

namespace SearchPlanet.Posts;

/// <summary>When the feature releases of the products that posts speak of came out: the table of <c>release-dates.txt</c>, which names its sources.</summary>
public static class ReleaseDates
{
    private static readonly FrozenDictionary<(string Product, string Version), DateOnly> Dates = Read();

    /// <summary>The products that the table knows, in lower case.</summary>
    public static IReadOnlyList<string> Products { get; } = Dates.Keys.Select(k => k.Product).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    /// <summary>When a version came out.</summary>
    /// <param name="product">In lower case: <c>django</c>.</param>
    /// <param name="version">Feature release: <c>6.0</c>.</param>
    /// <returns>Null for what the table does not know: newer than it, or older than it reaches.</returns>
    public static DateOnly? Of(string product, string version) => Dates.TryGetValue((product, version), out var date) ? date : null;

    private static FrozenDictionary<(string Product, string Version), DateOnly> Read()
    {
        using var stream = typeof(ReleaseDates).Assembly.GetManifestResourceStream("SearchPlanet.Posts.release-dates.txt")!;
        using var reader = new StreamReader(stream);
        var dates = new Dictionary<(string, string), DateOnly>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var parts = line.Split(' ');
                dates.Add((parts[0], parts[1]), DateOnly.ParseExact(parts[2], "yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }

        return dates.ToFrozenDictionary();
    }
}
