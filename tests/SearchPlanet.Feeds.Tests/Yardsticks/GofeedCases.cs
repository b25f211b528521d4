using System.Text.Json;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

/// <summary>The cases of gofeed's test data: each an input and what gofeed makes of it.</summary>
internal static class GofeedCases
{
    public static IEnumerable<(string Name, string InputPath, string ExpectedPath)> All(string root)
    {
        foreach (var expected in Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var input = Path.ChangeExtension(expected, ".xml");
            if (expected.EndsWith("_expected.json", StringComparison.Ordinal))
            {
                input = expected.Replace("_expected.json", ".json", StringComparison.Ordinal);
            }

            if (File.Exists(input) && input != expected)
            {
                yield return (Path.GetRelativePath(root, expected), input, expected);
            }
        }
    }

    /// <summary>What differs between gofeed's reading and ours, in the fields that both have.</summary>
    public static List<string> Differences(string name, FeedParseResult result, JsonElement expected)
    {
        var differences = new List<string>();
        if (!result.IsFeed)
        {
            differences.Add("not recognised as a feed");
            return differences;
        }

        var comparison = new FeedComparison(differences);
        var family = name.Replace('\\', '/');
        if (family.StartsWith("parser/atom", StringComparison.Ordinal))
        {
            AtomExpectation.Compare(comparison, result.Feed, expected);
        }
        else if (family.StartsWith("parser/json", StringComparison.Ordinal))
        {
            JsonExpectation.Compare(comparison, result.Feed, expected);
        }
        else if (family.StartsWith("translator", StringComparison.Ordinal))
        {
            NeutralExpectation.Compare(comparison, result.Feed, expected);
        }
        else
        {
            RssExpectation.Compare(comparison, result.Feed, expected);
        }

        return differences;
    }
}
