using System.Collections.Frozen;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>What hits are counted and filtered by.</summary>
/// <param name="Name">In requests: <c>tag author source planet kind lang year version</c>.</param>
/// <param name="Field">The index field with its values.</param>
/// <param name="Filter">The operator that filters by it; null when that is no plain value filter.</param>
internal sealed record FacetDimension(string Name, string Field, FilterField? Filter)
{
    public static readonly FacetDimension Year = new("year", PostFields.Year, null);

    public static readonly FacetDimension Version = new("version", PostFields.Version, null);

    public static readonly FacetDimension Tag = new("tag", PostFields.Tag, FilterField.Tag);

    public static readonly FacetDimension Author = new("author", PostFields.Author, FilterField.Author);

    public static readonly FacetDimension Source = new("source", PostFields.Source, FilterField.Source);

    private static readonly FrozenDictionary<string, FacetDimension> ByName = new FacetDimension[]
    {
        Tag,
        Author,
        Source,
        new("planet", PostFields.Planet, FilterField.Planet),
        new("kind", PostFields.Kind, FilterField.Kind),
        new("lang", PostFields.Language, FilterField.Lang),
        Year,
        Version,
    }.ToFrozenDictionary(static d => d.Name, StringComparer.Ordinal);

    /// <summary>Several values asked for mean any of them: a post has one, or nearly so. Of the others it must have all.</summary>
    public bool IsOneOf => this != Version && Filter != FilterField.Tag;

    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static FacetDimension Of(string name) => ByName.TryGetValue(name, out var dimension)
        ? dimension
        : throw new ArgumentException($"There is no facet '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    public static FacetDimension? Of(FilterField field) => ByName.Values.FirstOrDefault(d => d.Filter == field);

    /// <summary>What a person reads for a value whose label does not depend on the index.</summary>
    public string LabelOf(string value)
    {
        var colon = Name == Version.Name ? value.IndexOf(':', StringComparison.Ordinal) : -1;
        return colon < 0 ? value : (value[..colon], value[(colon + 1)..]) switch
        {
            ("cve", var number) => $"CVE-{number}",
            ("pep", var number) => $"PEP {number}",
            ("dep", var number) => $"DEP {number}",
            var (family, number) => $"{char.ToUpperInvariant(family[0])}{family.AsSpan(1)} {number}",
        };
    }
}
