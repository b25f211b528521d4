using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SearchPlanet.Testing;

/// <summary>A PostgreSQL server of the tests' own, from the distribution's package, on a free port over a temporary folder; started with the first database asked for.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string ServerUser = "postgres";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _folder;
    private int _port;
    private int _databases;

    /// <summary>The folder of the newest installed version's programs; null when there is none.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(d => double.TryParse(Path.GetFileName(d), NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : 0)
            .Select(d => Path.Combine(d, "bin"))
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
        : null;

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_folder is null)
            {
                await StartAsync();
            }

            var name = $"test{++_databases}";
            await RunAsync("createdb", "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", ServerUser, name);
            return $"Host=127.0.0.1;Port={_port};Username={ServerUser};Database={name};Maximum Pool Size=20;Include Error Detail=true";
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RunAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
            Directory.Delete(_folder, recursive: true);
        }

        _gate.Dispose();
    }

    private async Task StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("searchplanet-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await ExecuteAsync("chown", [ServerUser, folder]);
        }

        _port = FreePort();
        _folder = folder;
        var data = Path.Combine(folder, "data");
        await RunAsync("initdb", "-D", data, "-U", ServerUser, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");

        // Nothing here must survive the machine: fsync off.
        var options = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c max_connections=60 -c shared_buffers=16MB";
        await RunAsync("pg_ctl", "-D", data, "-l", Path.Combine(folder, "log"), "-o", options, "-w", "-t", "60", "start");
    }

    /// <summary>Runs one of PostgreSQL's programs; as root by way of its own user, since it refuses root.</summary>
    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs ?? throw new InvalidOperationException("PostgreSQL is not installed."), program);
        return Environment.IsPrivilegedProcess
            ? ExecuteAsync("runuser", ["-u", ServerUser, "--", path, .. arguments])
            : ExecuteAsync(path, arguments);
    }

    private static async Task ExecuteAsync(string program, IEnumerable<string> arguments)
    {
        // No pipes: a server that is started inherits them and would hold them open.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
