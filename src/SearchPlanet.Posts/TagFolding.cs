using System.Collections.Frozen;
using System.Text;

namespace SearchPlanet.Posts;

/// <summary>One spelling for a tag: lower case, hyphens for blanks and underscores, and the aliases of <c>tag-aliases.txt</c>.</summary>
public static class TagFolding
{
    private const int MaxTagLength = 64;

    private const int MaxTags = 50;

    private static readonly FrozenDictionary<string, string> Aliases = ReadAliases();

    /// <summary>The tags in their one spelling, without repeats and empty ones, in the order given; at most 50.</summary>
    public static IReadOnlyList<string> Fold(IReadOnlyList<string> tags)
    {
        if (tags.Count == 0)
        {
            return [];
        }

        var folded = new List<string>(tags.Count);
        foreach (var tag in tags)
        {
            var one = Fold(tag);
            if (one.Length > 0 && !folded.Contains(one) && folded.Count < MaxTags)
            {
                folded.Add(one);
            }
        }

        return folded;
    }

    /// <summary>One tag in its one spelling; empty when nothing is left of it, or when it is longer than 64 characters and so no tag.</summary>
    public static string Fold(string tag)
    {
        var text = new StringBuilder(tag.Length);
        foreach (var c in tag.AsSpan().Trim().TrimStart('#'))
        {
            if (char.IsWhiteSpace(c) || c is '_' or '-')
            {
                if (text.Length > 0 && text[^1] != '-')
                {
                    text.Append('-');
                }
            }
            else if (!char.IsControl(c))
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }

        var folded = text.ToString().TrimEnd('-');
        return folded.Length > MaxTagLength ? "" : Aliases.GetValueOrDefault(folded, folded);
    }

    private static FrozenDictionary<string, string> ReadAliases()
    {
        using var stream = typeof(TagFolding).Assembly.GetManifestResourceStream("SearchPlanet.Posts.tag-aliases.txt")!;
        using var reader = new StreamReader(stream);
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0 || line[0] == '#')
            {
                continue;
            }

            foreach (var alias in line[(colon + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                aliases.Add(alias, line[..colon]);
            }
        }

        return aliases.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
