namespace SearchPlanet.Engine.Tests.Analysis;

/// <summary>Optional data that lies beside the repository, or where SEARCHPLANET_SHARED says.</summary>
internal static class SharedFiles
{
    /// <summary>The path of a file below that folder; skips the test when it is not there.</summary>
    internal static string Find(string relativePath)
    {
        var folder = Environment.GetEnvironmentVariable("SEARCHPLANET_SHARED");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); folder is null && at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SearchPlanet.sln")))
            {
                folder = Path.Combine(at.FullName, "..", "shared");
            }
        }

        var path = Path.Combine(folder ?? "", relativePath);
        if (!File.Exists(path))
        {
            Assert.Skip($"shared/{relativePath} is not there.");
        }

        return path;
    }
}
