using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SearchPlanet.Search.Ranking;

/// <summary>Other words for the same thing, from <c>synonyms.txt</c>. Members are in lower case, words parted by one blank.</summary>
public static class Synonyms
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> Table = Read();

    /// <summary>The most words a member has.</summary>
    public static int MaxWords { get; } = Table.Keys.Max(static k => k.Count(static c => c == ' ') + 1);

    /// <summary>What else to look for; empty for most. A plural finds what its singular does.</summary>
    /// <param name="words">One or more words as typed, parted by one blank; a hyphen counts as a blank.</param>
    public static ImmutableArray<string> Of(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var key = words.ToLowerInvariant().Replace('-', ' ');
        return Table.TryGetValue(key, out var others) || (key.EndsWith('s') && Table.TryGetValue(key[..^1], out others)) ? others : [];
    }

    private static FrozenDictionary<string, ImmutableArray<string>> Read()
    {
        using var stream = typeof(Synonyms).Assembly.GetManifestResourceStream("SearchPlanet.Search.Ranking.synonyms.txt")
            ?? throw new InvalidOperationException("The synonyms are not part of the assembly.");
        using var reader = new StreamReader(stream);
        var table = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var sides = line.Split("<=", StringSplitOptions.TrimEntries);
            var members = sides[^1].Split(',', StringSplitOptions.TrimEntries);
            foreach (var member in sides.Length > 1 ? [sides[0]] : members)
            {
                table[member] = [.. table.GetValueOrDefault(member, []), .. members.Where(m => m != member)];
            }
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
