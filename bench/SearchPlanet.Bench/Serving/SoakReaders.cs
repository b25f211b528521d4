using System.Diagnostics;
using System.Net;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// Readers who ask at a rate: one search in four for the newest, which changes with every commit, one for a topic, two for a topic within a span of days,
/// each span another one.
/// </summary>
internal sealed class SoakReaders(HttpClient client, QueryStream queries, int readers)
{
    private static readonly DateOnly FirstDay = new(2005, 1, 1);

    private const int Days = 7000;

    private readonly Lock _lock = new();
    private int _asked;
    private double _slowest;

    public int Searches { get; private set; }

    public int TurnedAway { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Asks for a time; what comes late is asked late, never twice at once.</summary>
    /// <param name="rate">Searches a second.</param>
    public Task RunAsync(double rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var number = -1;
        return Task.WhenAll(Enumerable.Range(0, readers).Select(_ => ReadAsync()));

        async Task ReadAsync()
        {
            while (TimeSpan.FromSeconds(Interlocked.Increment(ref number) / rate) is var due && due < duration && clock.Elapsed < duration)
            {
                if (due - clock.Elapsed is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, cancellationToken);
                }

                await AskAsync(Next(), cancellationToken);
            }
        }
    }

    /// <summary>Milliseconds of the slowest answer since the last call.</summary>
    public double TakeSlowest()
    {
        lock (_lock)
        {
            var slowest = _slowest;
            _slowest = 0;
            return slowest;
        }
    }

    private Uri Next()
    {
        var number = Interlocked.Increment(ref _asked);
        switch (number % 4)
        {
            case 0:
                return new Uri("/api/v1/search?sort=newest", UriKind.Relative);
            case 1:
                return queries.Next();
            default:
                // 7,000 beginnings times the lengths: none comes again.
                var from = FirstDay.AddDays(number % Days);
                return new Uri($"{queries.Next()}&after={from:yyyy-MM-dd}&before={from.AddDays(30 + (number / Days)):yyyy-MM-dd}", UriKind.Relative);
        }
    }

    private async Task AskAsync(Uri query, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var isTurnedAway = false;
        string? failure = null;
        try
        {
            using var response = await client.GetAsync(query, cancellationToken);
            isTurnedAway = response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null;
            failure = isTurnedAway || response.IsSuccessStatusCode ? null : $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            failure = e.Message;
        }

        lock (_lock)
        {
            Searches++;
            TurnedAway += isTurnedAway ? 1 : 0;
            Failed += failure is null ? 0 : 1;
            _slowest = Math.Max(_slowest, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        if (failure is not null)
        {
            await Console.Error.WriteLineAsync($"{query} failed: {failure}");
        }
    }
}
