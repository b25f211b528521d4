using Microsoft.Extensions.FileProviders;

namespace SearchPlanet.Server.Configuration;

/// <summary>Where settings come from: <c>appsettings.json</c>, then the environment, then the command line; the later wins.</summary>
internal static class ConfigurationLoader
{
    public const string FileName = "appsettings.json";

    /// <summary>Reads all three. The file is the one named, else the one in the current folder, else the program's own.</summary>
    /// <param name="settings">From the command line, as full keys: <c>SearchPlanet:DataDirectory</c>.</param>
    /// <exception cref="ConfigurationException">The file is missing or no JSON.</exception>
    public static IConfigurationRoot Load(string? file, IReadOnlyDictionary<string, string?> settings)
    {
        var path = Path.GetFullPath(file ?? DefaultFile());
        if (file is not null && !File.Exists(path))
        {
            throw new ConfigurationException([$"The configuration file {file} does not exist."]);
        }

        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(source =>
                {
                    source.FileProvider = new PhysicalFileProvider(Path.GetDirectoryName(path)!);
                    source.Path = Path.GetFileName(path);
                    source.Optional = true;
                })
                .AddEnvironmentVariables()
                .AddInMemoryCollection(settings)
                .Build();
        }
        catch (InvalidDataException error)
        {
            // The innermost knows the line.
            throw new ConfigurationException([$"{path}: {error.GetBaseException().Message}"]);
        }
    }

    private static string DefaultFile()
    {
        var here = Path.Combine(Environment.CurrentDirectory, FileName);
        return IsOurs(here) ? here : Path.Combine(AppContext.BaseDirectory, FileName);
    }

    // Other ASP.NET projects have a file of that name too; starting beside one must not take its settings for ours.
    private static bool IsOurs(string path) =>
        File.Exists(path) && File.ReadAllText(path).Contains($"\"{SearchPlanetOptions.Section}\"", StringComparison.Ordinal);
}
