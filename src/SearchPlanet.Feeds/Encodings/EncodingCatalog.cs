using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>Encodings by the names that feeds call them.</summary>
internal static class EncodingCatalog
{
    private static readonly FrozenDictionary<string, int> CodePages = BuildCodePages();
    private static readonly FrozenDictionary<string, DecodingOnly> Own = BuildOwn();

    private static readonly ConcurrentDictionary<int, Encoding?> Loaded = new();

    /// <summary>The encoding that a name means, or null when nobody knows it. Invalid bytes become U+FFFD.</summary>
    public static Encoding? Find(string name)
    {
        var key = Normalize(name);
        if (Own.TryGetValue(key, out var own))
        {
            return own;
        }

        return CodePages.TryGetValue(key, out var codePage) ? Loaded.GetOrAdd(codePage, Load) : null;
    }

    private static Encoding? Load(int codePage)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))
                ?? Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));
        }
        catch (Exception missing) when (missing is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static FrozenDictionary<string, DecodingOnly> BuildOwn()
    {
        (string Names, DecodingOnly Encoding)[] rows =
        [
            .. SingleByteTables.Rows.Select(row => (row.Names, (DecodingOnly)new SingleByteEncoding(row.UpperHalf))),
            (EncodingNames.EucJp, new EucJpEncoding()),
            (EncodingNames.Iso2022Jp, new Iso2022JpEncoding()),
        ];
        return rows.SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Encoding))).ToFrozenDictionary();
    }

    private static FrozenDictionary<string, int> BuildCodePages()
    {
        var pages = new Dictionary<string, int>();
        foreach ((var name, var codePage) in EncodingNames.All)
        {
            pages.TryAdd(name, codePage);
        }

        return pages.ToFrozenDictionary();
    }

    private static string Normalize(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                key.Append(char.ToLowerInvariant(c));
            }
            else if (key.Length > 0 && key[^1] != '_')
            {
                key.Append('_');
            }
        }

        return key.ToString().TrimEnd('_');
    }
}
