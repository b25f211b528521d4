using System.Reflection;

namespace SearchPlanet.EndToEnd.Running;

/// <summary>Where things lie in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Samples => Path.Combine(Root, "samples");

    /// <summary>The program under test, as built in the same configuration as the tests.</summary>
    public static string Program => Path.Combine(Root, "src", "SearchPlanet.Server", "bin", Configuration, "net10.0", "searchplanet.dll");

    private static string Configuration =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Configuration").Value!;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SearchPlanet.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not lie within a checkout of the project.");
    }
}
