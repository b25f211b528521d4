using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SearchPlanet.Bench.Posts;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// What our part of answering over HTTP costs. Cached: <c>/api/v1/search</c> beside a bare Kestrel endpoint that returns the same bytes, both
/// under wrk, in turns, so that whatever else the machine does meets both. Uncached: the time of a request by wrk, on one connection, less the
/// time of its search. Where the machine is shared, processor time a request says more than requests a second.
/// </summary>
internal static partial class HttpCommand
{
    private const string Path = "/api/v1/search?q=django+migrations";

    private const int Rounds = 5;

    private const int Connections = 16;

    /// <summary>Rounds of the queries one by one that are for the compiler.</summary>
    private const int WarmRounds = 3;

    /// <summary>
    /// Walks through the paths, around and around. The clock is read where wrk reads its own, before a request is written and when an answer is whole, but in
    /// nanoseconds and for each request; what the search took is in the answer.
    /// </summary>
    private const string OneByOne = """
        local ffi = require "ffi"
        ffi.cdef "typedef struct { long s; long ns; } instant; int clock_gettime(int, instant *);"
        local now = ffi.new "instant"
        local function ms() ffi.C.clock_gettime(1, now); return tonumber(now.s) * 1e3 + tonumber(now.ns) / 1e6 end
        local paths, next, sent = { PATHS }, 1, 0
        function delay() return DELAY end
        function request()
          local text = wrk.format("GET", paths[next])
          next = next % #paths + 1
          sent = ms()
          return text
        end
        function response(status, headers, body)
          local whole = ms() - sent
          if status ~= 200 then error("status " .. status) end
          io.write(string.format("%.4f %s\n", whole, body:match '"took_ms":([%d.]+)'))
          io.flush()
        end
        """;

    public static async Task<int> RunAsync(string dataDirectory, int seconds, CancellationToken cancellationToken)
    {
        await CachedAsync(dataDirectory, seconds, cancellationToken);
        await UncachedAsync(dataDirectory, cancellationToken);
        return 0;
    }

    private static async Task CachedAsync(string dataDirectory, int seconds, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(dataDirectory, cancellationToken);
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
        await using var server = await StartAsync(dataDirectory, cancellationToken);
        using HttpClient client = new() { BaseAddress = server.Address };
        var usual = await UsualAnswerAsync(client, cancellationToken);
        var bareAddress = FreeAddress();
        using var bare = await StartBareAsync(usual, bareAddress, cancellationToken);
        try
        {
            // Other words for each round, of which none is in the cache: blanks at the end are not searched for, and make another address.
            List<Timing> ours = [], theirs = [];
            for (var round = 0; round < WarmRounds + Rounds; round++)
            {
                string[] paths = [.. PostQueries.All.Select(query => "/api/v1/search?q=" + Uri.EscapeDataString(query + new string(' ', round + 1)))];
                var ourRound = await WrkOneByOneAsync(server.Address, paths, delayMilliseconds: 0, cancellationToken);
                var theirRound = await WrkOneByOneAsync(bareAddress, paths, (int)Median(ourRound.Select(timing => timing.Search)), cancellationToken);
                if (round >= WarmRounds)
                {
                    ours.AddRange(ourRound);
                    theirs.AddRange(theirRound);
                }
            }

            Console.WriteLine();
            Console.WriteLine($"{PostQueries.All.Count} queries, none cached, one connection, one at a time, {Rounds} rounds, medians in ms; the bare endpoint answers {usual.Length} bytes");
            Console.WriteLine("| | whole | the search | around it |");
            Console.WriteLine("|---|--:|--:|--:|");
            Console.WriteLine(FormattableString.Invariant(
                $"| uncached | {Median(ours.Select(t => t.Whole)):F2} | {Median(ours.Select(t => t.Search)):F2} | {Median(ours.Select(t => t.Whole - t.Search)):F2} |"));
            Console.WriteLine(FormattableString.Invariant($"| bare, as far between | {Median(theirs.Select(t => t.Whole)):F2} | | {Median(theirs.Select(t => t.Whole)):F2} |"));
        }
        finally
        {
            bare.Kill();
            await bare.WaitForExitAsync(cancellationToken);
        }
    }

    private static async Task<byte[]> UsualAnswerAsync(HttpClient client, CancellationToken cancellationToken)
    {
        List<byte[]> answers = [];
        foreach (var query in PostQueries.All)
        {
            answers.Add(await client.GetByteArrayAsync(new Uri("/api/v1/search?q=" + Uri.EscapeDataString(query), UriKind.Relative), cancellationToken));
        }

        return answers.OrderBy(answer => answer.Length).ElementAt(answers.Count / 2);
    }

    /// <summary>Asks for each path in turn, on one connection, and stops.</summary>
    /// <param name="delayMilliseconds">Between an answer and the next request: processors go to sleep meanwhile, as they do while a search runs on another.</param>
    private static async Task<List<Timing>> WrkOneByOneAsync(Uri address, string[] paths, int delayMilliseconds, CancellationToken cancellationToken)
    {
        var script = System.IO.Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                script, OneByOne.Replace("PATHS", string.Join(',', paths.Select(path => $"\"{path}\"")), StringComparison.Ordinal).Replace("DELAY", $"{delayMilliseconds}", StringComparison.Ordinal), cancellationToken);
            using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c1", "-d60s", "-s", script, address.AbsoluteUri]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            List<Timing> timings = [];
            while (timings.Count < paths.Length && await wrk.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (TimingLine().Match(line) is { Success: true } match)
                {
                    timings.Add(new Timing(Number(match, "whole"), Number(match, "search")));
                }
            }

            // It would go on from the beginning until its time is over.
            wrk.Kill();
            await wrk.WaitForExitAsync(cancellationToken);
            return timings.Count == paths.Length ? timings : throw new InvalidOperationException("wrk has ended early.");
        }
        finally
        {
            File.Delete(script);
        }

        static double Number(Match match, string name) => double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    private static Task<ServerProcess> StartAsync(string dataDirectory, CancellationToken cancellationToken) => ServerProcess.StartAsync(
        dataDirectory,
        new Dictionary<string, string>
        {
            ["SearchPlanet__Roles__0"] = "search",
            ["SearchPlanet__Roles__1"] = "web",
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

    [GeneratedRegex(@"^(?<whole>[\d.]+) (?<search>[\d.]+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TimingLine();

    /// <summary>One request: until its answer was whole, and what the answer says that its search took; in milliseconds.</summary>
    private readonly record struct Timing(double Whole, double Search);

    private sealed record Measure(double RequestsPerSecond, string P50, double ProcessorMicroseconds);
}
