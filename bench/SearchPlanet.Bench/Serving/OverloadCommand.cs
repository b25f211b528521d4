using System.Globalization;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// What becomes of a server that is asked for more than it can do. Raises the rate for as long as nothing is shed and p99 stays under a
/// quarter of a second, then asks for one, two and four times the last such rate, then once more for the first. Queries are distinct, so that
/// caches do not help. Generator and server share the machine; where others do too, answers a processor second of the server say more than answers a second.
/// </summary>
internal static class OverloadCommand
{
    private const double MostShedAtRest = 0.001;

    private const double MostMillisecondsAtRest = 250;

    private const double FirstRate = 40;

    private const double WarmUpRate = 200;

    private const double Step = 1.25;

    /// <summary>Overloads the server at an address, or one started over a data folder.</summary>
    /// <param name="seconds">Of each measurement.</param>
    public static async Task<int> RunAsync(string target, int seconds, CancellationToken cancellationToken)
    {
        var isAddress = Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        await using var server = isAddress
            ? null
            : await ServerProcess.StartAsync(
                target, new Dictionary<string, string> { ["SearchPlanet__Roles__0"] = "search", ["SearchPlanet__Roles__1"] = "web" }, cancellationToken);
        using HttpClient client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) }) { BaseAddress = server?.Address ?? address };
        var seed = Random.Shared.Next(1, 10_000);
        var queries = await QueryStream.OpenAsync(client, seed, cancellationToken);
        var duration = TimeSpan.FromSeconds(seconds);
        double peak = 0;

        Console.WriteLine(FormattableString.Invariant($"seed {seed}, {seconds} s each"));
        Console.WriteLine("| asked | requests/s | good/s | of the peak | good/processor s | shed | late | failed | p50 ms | p99 ms | open | anonymous MiB | threads |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        // The code is compiled twice before it is as fast as it gets, and the index must be in memory.
        await MeasureAsync("warm-up", FirstRate);
        await MeasureAsync("warm-up", WarmUpRate);
        var sustainable = FirstRate;
        var failures = 0;
        for (var rate = FirstRate; failures < 2; rate *= Step)
        {
            if (IsAtRest(await MeasureAsync("more", rate)))
            {
                (sustainable, failures) = (rate, 0);
            }
            else
            {
                failures++;
            }
        }

        foreach (var times in (double[])[1, 2, 4, 1])
        {
            await MeasureAsync(FormattableString.Invariant($"{times} x"), times * sustainable);
        }

        return 0;

        async Task<OpenLoopResult> MeasureAsync(string asked, double rate)
        {
            var used = server?.ProcessorSeconds ?? 0;
            var result = await new OpenLoop(client, queries).RunAsync(rate, duration, cancellationToken);
            used = (server?.ProcessorSeconds ?? 0) - used;
            peak = Math.Max(peak, result.Goodput);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {asked} | {result.Sent:F0} | {result.Goodput:F0} | {result.Goodput / peak:P0} | {result.Times.Length / used:F0} | {result.Shed:P1} | {result.Late:P1} | {result.Failed + result.WithoutRetryAfter} | {result.Percentile(0.5):F0} | {result.Percentile(0.99):F0} | {result.Open} | {server?.MiB("RssAnon")} | {server?.Threads} |"));
            return result;
        }
    }

    private static bool IsAtRest(OpenLoopResult result) =>
        result.Shed + result.Late <= MostShedAtRest && result.Percentile(0.99) <= MostMillisecondsAtRest;
}
