using System.Collections.Concurrent;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>
/// Works through feeds: several at once, those of one registrable domain one after another, no feed twice at the same time, and never more
/// than so many started in a second. Thread-safe.
/// </summary>
/// <remarks>
/// <see cref="DomainGate"/> would keep a domain's requests apart by itself; the lanes keep a hundred blogs of one provider from sitting in all
/// places while they wait for each other.
/// </remarks>
internal sealed class FetchLanes(IngestionOptions options, TimeProvider time, Func<FeedRecord, CancellationToken, Task> work) : IDisposable
{
    private readonly Dictionary<string, Queue<FeedRecord>> _lanes = [];
    private readonly HashSet<string> _held = [];
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly SemaphoreSlim _places = new(options.Concurrency, options.Concurrency);
    private readonly TimeSpan _startGap = TimeSpan.FromSeconds(1) / options.MaxStartsPerSecond;
    private DateTimeOffset _nextStart = DateTimeOffset.MinValue;

    /// <summary>Feeds that wait or are being worked on.</summary>
    public int Count
    {
        get
        {
            lock (_lanes)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Queues a feed.</summary>
    /// <param name="cancellationToken">Ends the lane that this feed opens.</param>
    /// <returns>False when it is held already.</returns>
    public bool TryAdd(FeedRecord feed, CancellationToken cancellationToken)
    {
        // An address that is none has a lane of its own, and is refused there.
        var domain = Uri.TryCreate(feed.Url, UriKind.Absolute, out var url) ? RegistrableDomain.Of(url) : feed.Url;
        lock (_lanes)
        {
            if (!_held.Add(feed.Id))
            {
                return false;
            }

            if (_lanes.TryGetValue(domain, out var lane))
            {
                lane.Enqueue(feed);
                return true;
            }

            _lanes.Add(domain, new Queue<FeedRecord>([feed]));
        }

        var running = RunAsync(domain, cancellationToken);
        _running[running] = true;
        _ = running.ContinueWith(done => _running.TryRemove(done, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }

    /// <summary>Ends when nothing waits or runs; after a cancellation, when what was begun has ended.</summary>
    /// <returns>The feeds that were given up by a cancellation before their turn.</returns>
    public async Task<IReadOnlyList<FeedRecord>> DrainAsync()
    {
        while (!_running.IsEmpty)
        {
            await Task.WhenAll(_running.Keys);
        }

        lock (_lanes)
        {
            return [.. _lanes.Values.SelectMany(lane => lane)];
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task RunAsync(string domain, CancellationToken cancellationToken)
    {
        // The caller goes on queueing; nothing is worked on in its stead.
        await Task.Yield();
        while (true)
        {
            FeedRecord feed;
            lock (_lanes)
            {
                if (!_lanes[domain].TryPeek(out feed!))
                {
                    _lanes.Remove(domain);
                    return;
                }
            }

            try
            {
                await _places.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await StartAsync(cancellationToken);
                lock (_lanes)
                {
                    _lanes[domain].Dequeue();
                }

                await work(feed, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                _places.Release();
                lock (_lanes)
                {
                    _held.Remove(feed.Id);
                }
            }
        }
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lanes)
        {
            var now = time.GetUtcNow();
            wait = _nextStart - now;
            _nextStart = (wait > TimeSpan.Zero ? _nextStart : now) + _startGap;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
