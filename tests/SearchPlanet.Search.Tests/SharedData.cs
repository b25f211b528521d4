namespace SearchPlanet.Search.Tests;

/// <summary>Files beside the repository that some tests need.</summary>
internal static class SharedData
{
    /// <summary>The path of a file or folder in <c>../shared</c>; skips the test where there is none.</summary>
    public static string Require(string name)
    {
        var root = Environment.GetEnvironmentVariable("SEARCHPLANET_SHARED") ?? Beside(AppContext.BaseDirectory);
        var path = root is null ? null : Path.Combine(root, name);
        if (path is null || !Path.Exists(path))
        {
            Assert.Skip($"{name} is not beside the repository, nor where SEARCHPLANET_SHARED says.");
        }

        return path!;
    }

    private static string? Beside(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SearchPlanet.sln")))
            {
                return Path.Combine(at.FullName, "..", "shared");
            }
        }

        return null;
    }
}
