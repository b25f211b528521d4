namespace SearchPlanet.Testing;

/// <summary>The folder of real posts and feeds that may lie beside the repository.</summary>
public static class SharedFolder
{
    /// <summary>Beside the repository, or where the environment variable SEARCHPLANET_SHARED says; null where there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>A file or folder within; null when it is not there.</summary>
    public static string? Find(string relativePath)
    {
        var path = Path is null ? null : System.IO.Path.Combine(Path, relativePath);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("SEARCHPLANET_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SearchPlanet.sln")))
            {
                var shared = System.IO.Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(shared) ? System.IO.Path.GetFullPath(shared) : null;
            }
        }

        return null;
    }
}
