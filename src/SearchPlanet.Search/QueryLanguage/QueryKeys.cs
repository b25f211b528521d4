using System.Collections.Frozen;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>The <c>key:</c> operators and what each is of.</summary>
internal static class QueryKeys
{
    public static readonly FrozenSet<string> VersionFamilies = FrozenSet.Create("django", "python", "plone", "pep", "cve", "dep");

    public static readonly FrozenDictionary<string, TextField> TextFields = new Dictionary<string, TextField>
    {
        ["title"] = TextField.Title,
        ["intitle"] = TextField.Title,
        ["code"] = TextField.Code,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, FilterField> FilterFields = new Dictionary<string, FilterField>
    {
        ["tag"] = FilterField.Tag,
        ["author"] = FilterField.Author,
        ["by"] = FilterField.Author,
        ["source"] = FilterField.Source,
        ["feed"] = FilterField.Source,
        ["planet"] = FilterField.Planet,
        ["site"] = FilterField.Site,
        ["kind"] = FilterField.Kind,
        ["lang"] = FilterField.Lang,
        ["imports"] = FilterField.Imports,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Others = FrozenSet.Create("has", "after", "before", "date", "last", "sort");

    public static bool IsKnown(string key) =>
        FilterFields.ContainsKey(key) || TextFields.ContainsKey(key) || VersionFamilies.Contains(key) || Others.Contains(key);

    /// <summary>The value of a kind is one of the names of <see cref="Posts.PostKind"/>.</summary>
    public static bool IsKind(string value) =>
        Enum.GetNames<Posts.PostKind>().Contains(value, StringComparer.OrdinalIgnoreCase);
}
