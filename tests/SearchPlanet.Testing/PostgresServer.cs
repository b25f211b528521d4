using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SearchPlanet.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, from the distribution's package, on a free port over a temporary folder; started with the first database
/// asked for. It can be killed and started again, and have a standby.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string ServerUser = "postgres";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly PostgresServer? _primary;
    private string? _folder;
    private int _port;
    private int _databases;

    public PostgresServer()
    {
    }

    private PostgresServer(PostgresServer primary) => _primary = primary;

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
            return $"Host={Endpoint};Username={ServerUser};Database={name};Maximum Pool Size=20;Include Error Detail=true";
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Where it listens; known once it was started.</summary>
    public string Endpoint => $"127.0.0.1:{_port}";

    /// <summary>Ends it as a power cut does: all its processes at once (<c>SIGKILL</c>).</summary>
    public async Task KillAsync()
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(_folder!, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        // Stopped first, or it would go on making new ones while they are counted.
        await SignalAsync("-STOP", [postmaster.ToString(CultureInfo.InvariantCulture)]);
        var processes = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == postmaster)
            .Prepend(postmaster)
            .Select(id => id.ToString(CultureInfo.InvariantCulture))
            .ToList();
        await SignalAsync("-KILL", processes);
        while (processes.Exists(id => StateOf(id) is not (null or 'Z')))
        {
            await Task.Delay(5);
        }

        // Where nobody collects the dead, a server that starts again would take its own ghost for alive.
        File.Delete(Path.Combine(_folder!, "data", "postmaster.pid"));
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>; it recovers from its log.</summary>
    public Task StartAgainAsync() => LaunchAsync();

    /// <summary>Makes a standby that follows by streaming.</summary>
    /// <param name="isSynchronous">From now on commits return only when it has them too, so that nothing that was acknowledged is lost with the primary.</param>
    public async Task<PostgresServer> AddStandbyAsync(bool isSynchronous = true)
    {
        var standby = new PostgresServer(this);
        await standby.StartAsync();
        if (!isSynchronous)
        {
            return standby;
        }

        await SqlAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await SqlAsync("SELECT pg_reload_conf()");
        await SqlAsync("DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync') LOOP PERFORM pg_sleep(0.05); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
        return standby;
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => SqlAsync("SELECT pg_promote()");

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            if (File.Exists(Path.Combine(_folder, "data", "postmaster.pid")))
            {
                await ExecuteAsync("/bin/sh", ["-c", "\"$@\" || true", "sh", .. CommandOf("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop")]);
            }

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
        if (_primary is null)
        {
            await RunAsync("initdb", "-D", data, "-U", ServerUser, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        }
        else
        {
            await RunAsync(
                "pg_basebackup", "-D", data, "-h", "127.0.0.1", "-p", _primary._port.ToString(CultureInfo.InvariantCulture), "-U", ServerUser,
                "-c", "fast", "-X", "stream", "-R", "--no-sync");
        }

        await LaunchAsync();
    }

    private async Task LaunchAsync()
    {
        // Nothing here must survive the machine: fsync off.
        var options = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=100 -c shared_buffers=16MB";
        var log = Path.Combine(_folder!, "log");
        try
        {
            await RunAsync("pg_ctl", "-D", Path.Combine(_folder!, "data"), "-l", log, "-o", options, "-w", "-t", "60", "start");
        }
        catch (InvalidOperationException failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{string.Join('\n', File.ReadLines(log).TakeLast(20))}", failure);
        }
    }

    private Task SqlAsync(string statement) =>
        RunAsync("psql", "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", ServerUser, "-v", "ON_ERROR_STOP=1", "-c", statement, "postgres");

    /// <summary>Processes that are gone by then make no difference.</summary>
    private static Task SignalAsync(string signal, IEnumerable<string> processes) =>
        ExecuteAsync("/bin/sh", ["-c", "kill \"$@\" || true", "sh", signal, .. processes]);

    private static int ParentOf(int process) =>
        StatOf(process.ToString(CultureInfo.InvariantCulture)) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    /// <returns>Null when there is no such process.</returns>
    private static char? StateOf(string process) => StatOf(process) is [var state, ..] ? state[0] : null;

    /// <summary>The fields of <c>/proc/PID/stat</c> after the name, which stands in parentheses and may hold anything: state, parent, ….</summary>
    private static string[] StatOf(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static Task RunAsync(string program, params string[] arguments)
    {
        var command = CommandOf(program, arguments);
        return ExecuteAsync(command[0], command[1..]);
    }

    /// <summary>One of PostgreSQL's programs; as root by way of its own user, since it refuses root.</summary>
    private static string[] CommandOf(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs ?? throw new InvalidOperationException("PostgreSQL is not installed."), program);
        return Environment.IsPrivilegedProcess ? ["runuser", "-u", ServerUser, "--", path, .. arguments] : [path, .. arguments];
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

    /// <summary>
    /// Below the ports that the system gives to clients: one of those, to which a client tries to connect while the server is down, the system may
    /// choose as the client's own, and the server cannot have it back.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another.
            }
        }
    }
}
