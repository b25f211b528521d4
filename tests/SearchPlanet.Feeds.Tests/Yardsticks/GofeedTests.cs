using System.Text.Json;


namespace SearchPlanet.Feeds.Tests.Yardsticks;

public sealed class GofeedTests(ITestOutputHelper output)
{
    [Fact]
    public void Parse_GofeedCases_AgreeWithGofeed()
    {
        var root = SharedFeeds.PathOrSkip("gofeed");
        var passed = 0;
        var failed = new List<string>();
        foreach ((var name, var inputPath, var expectedPath) in GofeedCases.All(root))
        {
            using var expected = JsonDocument.Parse(File.ReadAllBytes(expectedPath));
            var result = FeedParser.Parse(File.ReadAllBytes(inputPath), FeedContext.None);
            var differences = GofeedCases.Differences(name, result, expected.RootElement);
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
