using System.Text.Json;


namespace SearchPlanet.Feeds.Tests.Yardsticks;

public sealed class GofeedTests(ITestOutputHelper output)
{
    [Fact]
    public void Parse_GofeedCases_AgreeWithGofeed()
    {
        string root = SharedFeeds.PathOrSkip("gofeed");
        int passed = 0;
        var failed = new List<string>();
        foreach ((string name, string inputPath, string expectedPath) in GofeedCases.All(root))
        {
            using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(expectedPath));
            FeedParseResult result = FeedParser.Parse(File.ReadAllBytes(inputPath), FeedContext.None);
            List<string> differences = GofeedCases.Differences(name, result, expected.RootElement);
            if (differences.Count == 0)
            {
                passed++;
            }
            else
            {
                failed.Add($"{name}: {string.Join("; ", differences)}");
            }
        }

        output.WriteLine($"{passed} of {passed + failed.Count}");
        failed.ForEach(output.WriteLine);
        failed.Count.ShouldBeLessThanOrEqualTo((passed + failed.Count) / 100, string.Join('\n', failed));
    }
}
