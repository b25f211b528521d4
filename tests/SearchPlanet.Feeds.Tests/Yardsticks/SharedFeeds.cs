using SearchPlanet.Testing;

namespace SearchPlanet.Feeds.Tests.Yardsticks;

/// <summary>The feeds of other projects that may lie beside the repository.</summary>
internal static class SharedFeeds
{
    /// <summary>A folder or file of them; skips the test where there is none.</summary>
    public static string PathOrSkip(string relativePath)
    {
        var path = SharedFolder.Find(Path.Combine("data", "feeds", relativePath));
        Assert.SkipWhen(path is null, $"no ../shared/data/feeds/{relativePath}");
        return path!;
    }
}
