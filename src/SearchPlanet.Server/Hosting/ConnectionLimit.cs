using System.Globalization;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// How many connections may be open at once: as many as are wanted, and as the system's limit of open files leaves room for. A process that
/// runs out of them cannot go on.
/// </summary>
internal static class ConnectionLimit
{
    /// <summary>Left for the files of the index, the archive and the log, and for feeds that are fetched: some 300 are usual.</summary>
    private const int Reserved = 512;

    private const int Fewest = 16;

    public static int Of(HttpOptions options, Serilog.ILogger log)
    {
        var openFiles = ReadOpenFiles();
        var connections = Within(options.MaxConnections, openFiles);
        if (connections < options.MaxConnections)
        {
            log.Warning(
                "At most {Connections} connections will be open at once, not {Wanted}: the system lets this process open {OpenFiles} files (ulimit -n, LimitNOFILE)",
                connections, options.MaxConnections, openFiles);
        }

        return connections;
    }

    /// <param name="openFiles">Null: no limit that we know of.</param>
    public static int Within(int wanted, int? openFiles) => openFiles is { } files ? Math.Min(wanted, Math.Max(Fewest, files - Reserved)) : wanted;

    // The runtime has raised the soft limit to the hard one by now.
    private static int? ReadOpenFiles()
    {
        const string Name = "Max open files";
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
        {
            return null;
        }

        var soft = File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }
}
