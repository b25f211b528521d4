using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SearchPlanet.Bench.Serving;

/// <summary>The real program over a data folder, on a free port of the loopback, with what the system says of it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _workingFolder;

    private ServerProcess(Process process, string workingFolder, Uri address, string dataDirectory)
    {
        _process = process;
        _workingFolder = workingFolder;
        Address = address;
        IndexDirectory = Path.Combine(dataDirectory, "index");
    }

    public Uri Address { get; }

    public string IndexDirectory { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts <c>searchplanet serve</c> and waits until it is ready.</summary>
    /// <param name="settings">Environment variables besides the data folder.</param>
    public static async Task<ServerProcess> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        // A settings file of its own, or the program would fetch the planets that it ships with.
        var folder = Directory.CreateTempSubdirectory("searchplanet-bench-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), """{ "SearchPlanet": {} }""", cancellationToken);
        Uri address = new($"http://127.0.0.1:{FreePort()}");
        ProcessStartInfo start = new("dotnet", [FindProgram(), "serve", "--urls", address.GetLeftPart(UriPartial.Authority)]) { WorkingDirectory = folder };
        start.Environment["SearchPlanet__DataDirectory"] = Path.GetFullPath(dataDirectory);
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        ServerProcess server = new(Process.Start(start)!, folder, address, dataDirectory);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A line of <c>/proc/PID/status</c> in MiB: <c>RssAnon</c>, <c>VmRSS</c>.</summary>
    public long MiB(string key) => Status(key) / 1024;

    public long Threads => Status("Threads");

    /// <summary>Open handles: files, sockets, pipes.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    /// <summary>Mapped regions; the system allows 65,530 by default.</summary>
    public int Maps => File.ReadLines($"/proc/{_process.Id}/maps").Count();

    /// <summary>Processor time used so far.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await stop.WaitForExitAsync();
            }

            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_workingFolder, recursive: true);
    }

    private long Status(string key)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(key + ":", StringComparison.Ordinal));
        return long.Parse(line[(key.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>The build that <c>SEARCHPLANET_PROGRAM</c> names, else the one of this checkout.</summary>
    private static string FindProgram()
    {
        if (Environment.GetEnvironmentVariable("SEARCHPLANET_PROGRAM") is { Length: > 0 } named)
        {
            return named;
        }

        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SearchPlanet.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? ".", "src", "SearchPlanet.Server", "bin", "Release", "net10.0", "searchplanet.dll");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using HttpClient client = new() { BaseAddress = Address };
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The program ended with {_process.ExitCode}.");
            }

            try
            {
                using var response = await client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (clock.Elapsed < StartTimeout)
            {
                // Not listening yet.
            }

            await Task.Delay(100, cancellationToken);
        }
    }
}
