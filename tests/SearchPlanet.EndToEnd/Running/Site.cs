using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SearchPlanet.EndToEnd.Running;

/// <summary><c>searchplanet serve</c> as a process of its own on a free port, over a data folder that outlives it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private const int LowestPort = 12_000;
    private const int Ports = 20_000;

    // Begins anywhere, since other runs of these tests may be about.
    private static int s_ports = Random.Shared.Next(Ports);

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private Site(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient { BaseAddress = address };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>What it wrote to its console so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts it over the folder and waits until <c>/readyz</c> says yes.</summary>
    public static async Task<Site> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params string[] arguments)
    {
        var site = Start(dataDirectory, settings, arguments);
        await site.WaitUntilAsync(isReady: true, cancellationToken);
        return site;
    }

    /// <summary>Starts it over the folder and waits only until it answers.</summary>
    public static async Task<Site> StartUnreadyAsync(string dataDirectory, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var site = Start(dataDirectory, settings, []);
        await site.WaitUntilAsync(isReady: false, cancellationToken);
        return site;
    }

    /// <summary>As <see cref="StartAsync"/>, by way of a shell that prepares the ground and ends with <c>exec "$@"</c>.</summary>
    public static async Task<Site> StartInShellAsync(
        string dataDirectory, IReadOnlyDictionary<string, string> settings, IEnumerable<string> shell, CancellationToken cancellationToken)
    {
        var site = Start(dataDirectory, settings, [], shell);
        await site.WaitUntilAsync(isReady: true, cancellationToken);
        return site;
    }

    /// <summary>The settings that make the feeds its planets, and let it fetch from this machine.</summary>
    /// <param name="planets">Name, title, and the addresses of its feeds.</param>
    public static Dictionary<string, string> SettingsFor(FeedServer server, IEnumerable<(string Planet, string Title, IReadOnlyList<string> Feeds)> planets)
    {
        var settings = new Dictionary<string, string>
        {
            ["SearchPlanet__Ingestion__AllowedPrivateHosts__0"] = "127.0.0.1:*",
            ["SearchPlanet__Ingestion__AllowedPrivateHosts__1"] = "localhost:*",
            ["SearchPlanet__Ingestion__DomainPause"] = "00:00:00",
            ["SearchPlanet__Ingestion__MaxStartsPerSecond"] = "1000",
            ["SearchPlanet__Ingestion__PollInterval"] = "00:00:00.200",
            ["SearchPlanet__Ingestion__Transcripts"] = "false",
        };
        foreach (var (index, (planet, title, feeds)) in planets.Index())
        {
            settings[$"SearchPlanet__Planets__{index}__Name"] = planet;
            settings[$"SearchPlanet__Planets__{index}__Title"] = title;
            settings[$"SearchPlanet__Planets__{index}__Url"] = server.Address;
            foreach (var (number, feed) in feeds.Index())
            {
                settings[$"SearchPlanet__Planets__{index}__Feeds__{number}"] = feed;
            }
        }

        return settings;
    }

    public static Dictionary<string, string> SettingsForSamples(FeedServer server) => SettingsFor(server,
        SampleManifest.Read().Planets.Select(planet => (planet.Name, planet.Title, (IReadOnlyList<string>)SampleFeedAddresses(server, planet))));

    public static string[] SampleFeedAddresses(FeedServer server, SamplePlanet planet) =>
        [.. planet.Feeds.Select(feed => feed.IsPlanet ? server.AddressOf(feed.File) : server.MemberAddressOf(feed.File))];

    /// <summary>One that nobody listens on just now, and that the system gives to nobody: it is below those of outgoing connections.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = LowestPort + (int)((uint)Interlocked.Increment(ref s_ports) % Ports);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next.
            }
        }
    }

    /// <summary>The answer of the API as JSON; a status other than 200 is a failure.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>How many posts match.</summary>
    public async Task<int> CountAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await GetAsync($"/api/v1/search?limit=1&q={Uri.EscapeDataString(query)}", cancellationToken);
        return answer["total"]!["value"]!.GetValue<int>();
    }

    /// <summary>Asks again and again until the answer satisfies, and fails with the log when it does not in time.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> UntilAsync(Func<Task<bool>> isTrue, string what, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!await isTrue())
        {
            if (clock.Elapsed > Patience.Limit)
            {
                throw new TimeoutException($"{what}: not within {Patience.Limit.TotalSeconds} s. The site's log:\n{Log}");
            }

            await Task.Delay(50, cancellationToken);
        }

        return clock.Elapsed;
    }

    /// <summary>Waits until it has written the text to its console, which may reach us later than the answer to a request.</summary>
    public Task UntilLogHasAsync(string text, CancellationToken cancellationToken) =>
        UntilAsync(() => Task.FromResult(Log.Contains(text, StringComparison.Ordinal)), $"in the log: {text}", cancellationToken);

    /// <summary>Asks it to stop, as the system does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(cancellationToken);
        }

        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience.Limit, cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut does (<c>SIGKILL</c>).</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        Client.Dispose();
        _process.Dispose();
    }

    private static Site Start(string dataDirectory, IReadOnlyDictionary<string, string> settings, string[] arguments, IEnumerable<string>? shell = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = SearchPlanetProgram.StartInfo(dataDirectory, ["serve", .. arguments], settings);
        start.Environment["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        if (shell is not null)
        {
            var command = (string[])[.. shell, start.FileName, .. start.ArgumentList];
            start.FileName = command[0];
            start.ArgumentList.Clear();
            command.Skip(1).ToList().ForEach(start.ArgumentList.Add);
        }

        return new Site(Process.Start(start)!, address);
    }

    /// <param name="isReady">False: any answer will do.</param>
    private async Task WaitUntilAsync(bool isReady, CancellationToken cancellationToken)
    {
        try
        {
            await UntilAsync(HasComeAboutAsync, "ready", cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }

        async Task<bool> HasComeAboutAsync()
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The program ended with {_process.ExitCode}:\n{Log}");
            }

            try
            {
                using var response = await Client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
                return response.IsSuccessStatusCode || !isReady;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.AppendLine(line.Data);
        }
    }
}
