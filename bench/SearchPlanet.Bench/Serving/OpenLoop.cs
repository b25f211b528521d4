using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// Sends requests at a rate that does not wait for the answers, as a crowd does. Latency counts from when a request was due, so that a stall of
/// the server or of this generator is not left out (Tene's coordinated omission).
/// </summary>
internal sealed class OpenLoop(HttpClient client, QueryStream queries)
{
    /// <summary>An answer later than this helps nobody; the client has gone by then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<double> _good = new();
    private int _shed;
    private int _late;
    private int _failed;
    private int _withoutRetryAfter;

    /// <summary>Runs at the rate for the time, and waits for the last answers.</summary>
    /// <param name="rate">Requests a second.</param>
    public async Task<OpenLoopResult> RunAsync(double rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        List<Task> open = [];
        var began = Stopwatch.GetTimestamp();
        var sent = 0;
        var peak = 0;
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            var due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * rate);
            for (; sent < due; sent++)
            {
                open.Add(SendAsync(began + (long)(sent / rate * Stopwatch.Frequency), cancellationToken));
            }

            open.RemoveAll(static task => task.IsCompletedSuccessfully);
            peak = Math.Max(peak, open.Count);
            await Task.Delay(1, cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Task.WhenAll(open);
        return new OpenLoopResult(sent / seconds, _good.Count / seconds, _shed / (double)sent, _late / (double)sent, _failed, _withoutRetryAfter, peak, [.. _good.Order()]);
    }

    private async Task SendAsync(long due, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await client.GetAsync(queries.Next(), HttpCompletionOption.ResponseHeadersRead, patience.Token);
            await response.Content.CopyToAsync(Stream.Null, patience.Token);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Interlocked.Increment(ref _shed);
                if (response.Headers.RetryAfter is null)
                {
                    Interlocked.Increment(ref _withoutRetryAfter);
                }
            }
            else if (response.StatusCode != HttpStatusCode.OK)
            {
                Interlocked.Increment(ref _failed);
            }
            else
            {
                var took = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
                if (took <= Patience.TotalMilliseconds)
                {
                    _good.Enqueue(took);
                }
                else
                {
                    Interlocked.Increment(ref _late);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Interlocked.Increment(ref _late);
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _failed);
        }
    }
}
