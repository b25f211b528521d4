using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using SearchPlanet.Bench.Posts;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// What our part of answering over HTTP costs. Cached: <c>/api/v1/search</c> beside a bare Kestrel endpoint that returns the same bytes, both
/// under wrk, in turns, so that whatever else the machine does meets both. Uncached: the time of a request less the time of its search, one
/// request at a time. Where the machine is shared, processor time a request says more than requests a second.
/// </summary>
internal static partial class HttpCommand
{
    private const string Path = "/api/v1/search?q=django+migrations";

    private const int Rounds = 5;

    private const int Connections = 16;

    public static async Task<int> RunAsync(string dataDirectory, int seconds, CancellationToken cancellationToken)
    {
        await CachedAsync(dataDirectory, seconds, cancellationToken);
        await UncachedAsync(dataDirectory, cancellationToken);
        return 0;
    }

    private static async Task CachedAsync(string dataDirectory, int seconds, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(dataDirectory, cacheMegabytes: 32, cancellationToken);
        using HttpClient client = new() { BaseAddress = server.Address };
        Console.WriteLine($"{Path}, {Connections} connections, {Rounds} rounds of {seconds} s in turns, medians");
        Console.WriteLine("| | bytes | requests/s | p50 | processor µs a request |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        foreach (var encoding in (string?[])[null, "br"])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, Path);
            if (encoding is not null)
            {
                request.Headers.Add("Accept-Encoding", encoding);
            }

            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var bareAddress = FreeAddress();
            using var bare = await StartBareAsync(body, bareAddress, cancellationToken);
            try
            {
                List<Measure> ours = [], theirs = [];
                // The first round is for the compiler.
                for (var round = 0; round <= Rounds; round++)
                {
                    var bareMeasure = await WrkAsync(new Uri(bareAddress, Path), encoding, seconds, () => ProcessorSeconds(bare), cancellationToken);
                    var ourMeasure = await WrkAsync(new Uri(server.Address, Path), encoding, seconds, () => server.ProcessorSeconds, cancellationToken);
                    if (round > 0)
                    {
                        theirs.Add(bareMeasure);
                        ours.Add(ourMeasure);
                    }
                }

                var name = encoding ?? "plain";
                Print($"bare, {name}", body.Length, theirs);
                Print($"cached, {name}", body.Length, ours);
                Console.WriteLine(FormattableString.Invariant(
                    $"| of the bare | | {Median(ours.Zip(theirs, (a, b) => a.RequestsPerSecond / b.RequestsPerSecond)):P0} | | {Median(theirs.Zip(ours, (b, a) => b.ProcessorMicroseconds / a.ProcessorMicroseconds)):P0} |"));
            }
            finally
            {
                bare.Kill();
                await bare.WaitForExitAsync(cancellationToken);
            }
        }
    }

    private static async Task UncachedAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(dataDirectory, cacheMegabytes: 0, cancellationToken);
        using HttpClient client = new() { BaseAddress = server.Address };
        List<double> searches = [], rests = [];
        List<byte[]> bodies = [];
        for (var round = 0; round < 8; round++)
        {
            foreach (var query in PostQueries.All)
            {
                var started = Stopwatch.GetTimestamp();
                var body = await client.GetByteArrayAsync(new Uri("/api/v1/search?q=" + Uri.EscapeDataString(query), UriKind.Relative), cancellationToken);
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (round < 3)
                {
                    continue;
                }

                using var answer = JsonDocument.Parse(body);
                var search = answer.RootElement.GetProperty("took_ms").GetDouble();
                searches.Add(search);
                rests.Add(elapsed - search);
                bodies.Add(body);
            }
        }

        Console.WriteLine(FormattableString.Invariant(
            $"uncached, {PostQueries.All.Count} queries, one at a time: the search takes {Median(searches):F2} ms, HTTP around it {Median(rests):F2} ms (medians)"));
        var usual = bodies.OrderBy(body => body.Length).ElementAt(bodies.Count / 2);
        Console.WriteLine(FormattableString.Invariant(
            $"the same client asking a bare endpoint for {usual.Length} bytes, as often and as far between: {await BareOnceAsync(usual, Median(searches), searches.Count, cancellationToken):F2} ms"));
    }

    // What no server can be quicker than: the client's own time, the kernel's, Kestrel's, with processors that have gone to sleep meanwhile.
    private static async Task<double> BareOnceAsync(byte[] body, double pauseMilliseconds, int times, CancellationToken cancellationToken)
    {
        var address = FreeAddress();
        using var bare = await StartBareAsync(body, address, cancellationToken);
        try
        {
            using HttpClient client = new() { BaseAddress = address };
            List<double> elapsed = [];
            for (var i = 0; i < times; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(pauseMilliseconds), cancellationToken);
                var started = Stopwatch.GetTimestamp();
                await client.GetByteArrayAsync(new Uri("/", UriKind.Relative), cancellationToken);
                elapsed.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return Median(elapsed);
        }
        finally
        {
            bare.Kill();
            await bare.WaitForExitAsync(cancellationToken);
        }
    }

    private static Task<ServerProcess> StartAsync(string dataDirectory, int cacheMegabytes, CancellationToken cancellationToken) => ServerProcess.StartAsync(
        dataDirectory,
        new Dictionary<string, string>
        {
            ["SearchPlanet__Roles__0"] = "search",
            ["SearchPlanet__Roles__1"] = "web",
            ["SearchPlanet__Search__CacheMegabytes"] = cacheMegabytes.ToString(CultureInfo.InvariantCulture),
        },
        cancellationToken);

    private static Uri FreeAddress()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static async Task<Process> StartBareAsync(byte[] body, Uri address, CancellationToken cancellationToken)
    {
        var file = System.IO.Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, body, cancellationToken);
        var bare = Process.Start(new ProcessStartInfo("dotnet", [typeof(HttpCommand).Assembly.Location, "http-bare", file, address.GetLeftPart(UriPartial.Authority)]))!;
        using HttpClient client = new() { BaseAddress = address };
        while (true)
        {
            try
            {
                await client.GetByteArrayAsync(new Uri("/", UriKind.Relative), cancellationToken);
                File.Delete(file);
                return bare;
            }
            catch (HttpRequestException) when (!bare.HasExited)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    private static async Task<Measure> WrkAsync(Uri url, string? encoding, int seconds, Func<double> processorSeconds, CancellationToken cancellationToken)
    {
        List<string> arguments = ["-t1", $"-c{Connections}", $"-d{seconds}s", "--latency"];
        if (encoding is not null)
        {
            arguments.AddRange(["-H", "Accept-Encoding: " + encoding]);
        }

        var before = processorSeconds();
        using var wrk = Process.Start(new ProcessStartInfo("wrk", [.. arguments, url.AbsoluteUri]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await wrk.StandardOutput.ReadToEndAsync(cancellationToken);
        await wrk.WaitForExitAsync(cancellationToken);
        var used = processorSeconds() - before;
        if (output.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(output);
        }

        return new Measure(
            double.Parse(RequestsPerSecond().Match(output).Groups["value"].Value, CultureInfo.InvariantCulture),
            P50().Match(output).Groups["value"].Value,
            used * 1e6 / double.Parse(Requests().Match(output).Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    private static double ProcessorSeconds(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static void Print(string name, int bytes, List<Measure> measures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {bytes} | {Median(measures.Select(m => m.RequestsPerSecond)):F0} | {measures[measures.Count / 2].P50} | {Median(measures.Select(m => m.ProcessorMicroseconds)):F1} |"));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<value>[\d.]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RequestsPerSecond();

    [GeneratedRegex(@"50%\s+(?<value>\S+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex P50();

    [GeneratedRegex(@"(?<value>\d+) requests in", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Requests();

    private sealed record Measure(double RequestsPerSecond, string P50, double ProcessorMicroseconds);
}
