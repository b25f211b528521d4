using SearchPlanet.Server.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;
using Serilog.Sinks.SystemConsole.Themes;

namespace SearchPlanet.Server.Hosting;

/// <summary>Serilog, set up: few lines on standard error for the person at the terminal, JSON lines in files for whoever looks later.</summary>
internal static class Logs
{
    private const long MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>Standard output is left to results, whatever the level.</summary>
    /// <param name="verbose">Everything from Debug on to the console, query text included.</param>
    public static Logger Create(SearchPlanetOptions options, bool verbose)
    {
        var console = verbose ? LogEventLevel.Debug : Level(options.Log.Console);
        var file = Level(options.Log.File);
        // What neither takes is not put together first: Debug, above all, for each request.
        var rejections = new EventAllowance(1, TimeProvider.System);
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(console < file ? console : file)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // A start that fails is told once, by the command, in words; the host would put its stack before them.
            .Filter.ByExcluding(static e => NameOf(e) == "HostedServiceStartupFaulted")
            // One for each connection beyond the limit, which may be thousands in a second.
            .Filter.ByExcluding(e => NameOf(e) == "ConnectionRejected" && !rejections.TryTake(out _))
            .WriteTo.Console(
                restrictedToMinimumLevel: console,
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                standardErrorFromLevel: LogEventLevel.Verbose,
                theme: Terminal.HasColor ? AnsiConsoleTheme.Code : ConsoleTheme.None);
        if (options.Log.File != LogLevel.None)
        {
            configuration.WriteTo.File(
                new JsonFormatter(),
                Path.Combine(options.LogDirectory, "searchplanet-.jsonl"),
                restrictedToMinimumLevel: file,
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: MaxFileBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: options.Log.KeepFiles,
                // Not shared: a lock between processes for each line costs more than most requests. A second process writes the next file.
                buffered: true,
                flushToDiskInterval: TimeSpan.FromSeconds(1));
        }

        return configuration.CreateLogger();
    }

    // As the framework names its events.
    private static string? NameOf(LogEvent logged) =>
        logged.Properties.GetValueOrDefault("EventId") is StructureValue id
            ? id.Properties.FirstOrDefault(static part => part.Name == "Name")?.Value is ScalarValue { Value: string name } ? name : null
            : null;

    private static LogEventLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
