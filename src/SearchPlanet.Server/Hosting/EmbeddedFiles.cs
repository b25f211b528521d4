namespace SearchPlanet.Server.Hosting;

/// <summary>The files that travel inside the program.</summary>
internal static class EmbeddedFiles
{
    /// <param name="name">As the project file names it: <c>wwwroot/site.css</c>.</param>
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no embedded file {name}.", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Their names below a folder.</summary>
    public static IEnumerable<string> List(string folder) =>
        typeof(EmbeddedFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal));
}
