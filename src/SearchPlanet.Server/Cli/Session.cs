using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using Serilog;
using Serilog.Core;

namespace SearchPlanet.Server.Cli;

/// <summary>What a command works with: the configuration, the log, and where results go.</summary>
internal sealed class Session : IAsyncDisposable
{
    private IArchive? _archive;

    private Session(SearchPlanetOptions options, bool json, bool verbose)
    {
        Options = options;
        Json = json;
        Serilog = Logs.Create(options, verbose);
        LoggerFactory = Microsoft.Extensions.Logging.LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddSerilog(Serilog));
    }

    public SearchPlanetOptions Options { get; }

    /// <summary>Whether results are for a program.</summary>
    public bool Json { get; }

    public ILoggerFactory LoggerFactory { get; }

    /// <summary>For the hosts that a command builds.</summary>
    public Logger Serilog { get; }

    public ILogger<T> Log<T>() => LoggerFactory.CreateLogger<T>();

    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    /// <param name="adjust">Last changes that the command's own options make.</param>
    public static Session Open(ParseResult parse, Action<SearchPlanetOptions>? adjust = null)
    {
        var settings = new Dictionary<string, string?>(CommandLine.Settings, StringComparer.OrdinalIgnoreCase);
        if (parse.GetValue(CommandLine.Data) is { } data)
        {
            settings[$"{SearchPlanetOptions.Section}:{nameof(SearchPlanetOptions.DataDirectory)}"] = data;
        }

        var options = StrictBinder.Bind(ConfigurationLoader.Load(parse.GetValue(CommandLine.Config), settings));
        adjust?.Invoke(options);
        if (File.Exists(options.DataDirectory))
        {
            throw new IOException($"The data directory '{options.DataDirectory}' is a file.");
        }

        options.DataDirectory = Path.GetFullPath(options.DataDirectory);
        return new Session(options, parse.GetValue(CommandLine.Json), parse.GetValue(CommandLine.Verbose));
    }

    /// <summary>The archive, at this program's schema. The session closes it.</summary>
    public async Task<IArchive> OpenArchiveAsync(CancellationToken cancellationToken)
    {
        if (_archive is null)
        {
            _archive = ArchiveFactory.Open(Options.Archive, Options.DataDirectory, TimeProvider.System);
            await _archive.MigrateAsync(cancellationToken);
        }

        return _archive;
    }

    /// <summary>Writes what the command has changed to the audit log.</summary>
    public async Task AuditAsync(string action, string subject, string? detail, CancellationToken cancellationToken) =>
        await (await OpenArchiveAsync(cancellationToken)).WriteAuditAsync(
            new AuditEntry(TimeProvider.System.GetUtcNow(), "cli", action, subject, detail), cancellationToken);

    /// <summary>Says a result on standard output: the text to people, else a line of JSON.</summary>
    /// <param name="write">Writes the members of the object.</param>
    public void Say(string text, Action<Utf8JsonWriter> write)
    {
        if (!Json)
        {
            Say(text);
            return;
        }

        using var stdout = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(stdout))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stdout.WriteByte((byte)'\n');
    }

    /// <summary>Says something to people on standard output. It may quote feeds and posts: they get no say over the terminal.</summary>
    public static void Say(string text) => Console.WriteLine(Terminal.Printable(text));

    /// <summary>Shows a table on standard output, or says on standard error why there is none.</summary>
    public static void Show(ResultTable table, string whenEmpty)
    {
        if (table.IsEmpty)
        {
            Console.Error.WriteLine(whenEmpty);
            return;
        }

        table.Write(Console.Out, Terminal.Width);
    }

    public async ValueTask DisposeAsync()
    {
        if (_archive is not null)
        {
            await _archive.DisposeAsync();
        }

        LoggerFactory.Dispose();
        await Serilog.DisposeAsync();
    }
}
