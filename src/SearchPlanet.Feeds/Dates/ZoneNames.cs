using System.Collections.Frozen;

namespace SearchPlanet.Feeds.Dates;

/// <summary>Offsets by name. Where a name has several meanings, the one of RFC 822 or else the commonest in feeds.</summary>
internal static class ZoneNames
{
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Minutes = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["z"] = 0, ["ut"] = 0, ["utc"] = 0, ["gmt"] = 0, ["wet"] = 0,
        ["ast"] = -240, ["adt"] = -180, ["at"] = -240,
        ["est"] = -300, ["edt"] = -240, ["et"] = -300, ["est5edt"] = -300,
        ["cst"] = -360, ["cdt"] = -300, ["ct"] = -360, ["cst6cdt"] = -360,
        ["mst"] = -420, ["mdt"] = -360, ["mt"] = -420, ["mst7mdt"] = -420,
        ["pst"] = -480, ["pdt"] = -420, ["pt"] = -480, ["pst8pdt"] = -480,
        ["akst"] = -540, ["akdt"] = -480, ["hst"] = -600, ["nst"] = -210, ["ndt"] = -150, ["brt"] = -180, ["art"] = -180, ["clt"] = -240,
        ["a"] = -60, ["m"] = -720, ["n"] = 60, ["y"] = 720,
        ["bst"] = 60, ["cet"] = 60, ["met"] = 60, ["mez"] = 60, ["west"] = 60,
        ["cest"] = 120, ["mest"] = 120, ["mesz"] = 120, ["eet"] = 120, ["sast"] = 120, ["eest"] = 180, ["msk"] = 180, ["trt"] = 180,
        ["ist"] = 330, ["ict"] = 420, ["wib"] = 420, ["hkt"] = 480, ["sgt"] = 480, ["awst"] = 480, ["jst"] = 540, ["kst"] = 540,
        ["acst"] = 570, ["aest"] = 600, ["acdt"] = 630, ["aedt"] = 660, ["nzst"] = 720, ["nzdt"] = 780,
    }.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The offset in minutes east of Greenwich of a name in lower case.</summary>
    public static bool TryGet(ReadOnlySpan<char> name, out int minutes) => Minutes.TryGetValue(name, out minutes);

    /// <summary>The offset at a moment of a zone like <c>Europe/Brussels</c>, as the system's zone data has it; 0 when unknown there.</summary>
    public static int OfRegion(string region, DateTime local)
    {
        if (region.StartsWith("etc/", StringComparison.OrdinalIgnoreCase))
        {
            return TryGet(region[4..].ToLowerInvariant(), out var minutes) ? minutes : 0;
        }

        // The data's names are cased; those of feeds are lower-cased by now.
        var name = string.Join('/', region.Split('/').Select(part => string.Join('_', part.Split('_').Select(Capitalize))));
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? (int)zone.GetUtcOffset(local).TotalMinutes : 0;
    }

    private static string Capitalize(string word) => word.Length == 0 ? word : string.Concat(char.ToUpperInvariant(word[0]).ToString(), word.AsSpan(1));
}
