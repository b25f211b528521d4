using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Lets a bounded number of searches run at once and a bounded number wait, each within its time budget. What goes beyond is turned away
/// at once, which keeps the ones inside fast.
/// </summary>
internal sealed class SearchGate(LiveIndex live, SearchPlanetOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _running = new(options.Search.MaxConcurrent > 0 ? options.Search.MaxConcurrent : 2 * Environment.ProcessorCount);
    private readonly TimeSpan _budget = TimeSpan.FromMilliseconds(options.Search.TimeoutMs);
    private readonly int _maxWaiting = options.Search.MaxQueued;
    private int _waiting;
    private int _inside;

    /// <summary>Requests waiting for their turn now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Searches running now.</summary>
    public int Running => Volatile.Read(ref _inside);

    /// <summary>Runs <paramref name="work"/> on the current snapshot.</summary>
    /// <exception cref="OverloadedException">Too many are waiting, or its turn did not come in time.</exception>
    /// <exception cref="TimeoutException">The budget ran out while it was searching.</exception>
    public Task<T> RunAsync<T>(Func<PostSearcher, CancellationToken, T> work, CancellationToken cancellationToken) =>
        RunAsync((searcher, _, either) => work(searcher, either), cancellationToken);

    /// <summary>As the other, for work that ends by itself when the budget, the first of its tokens, is over; what it has by then is an answer.</summary>
    public async Task<T> RunAsync<T>(Func<PostSearcher, CancellationToken, CancellationToken, T> work, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(_budget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        await EnterAsync(either.Token, cancellationToken);
        Interlocked.Increment(ref _inside);
        try
        {
            return work(live.Searcher, budget.Token, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The search was given up after {_budget.TotalMilliseconds:0} ms.", late);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
            _running.Release();
        }
    }

    public void Dispose() => _running.Dispose();

    private async Task EnterAsync(CancellationToken either, CancellationToken caller)
    {
        if (_running.Wait(0, CancellationToken.None))
        {
            return;
        }
        if (Interlocked.Increment(ref _waiting) > _maxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new OverloadedException();
        }
        try
        {
            await _running.WaitAsync(either);
        }
        catch (OperationCanceledException late) when (!caller.IsCancellationRequested)
        {
            throw new OverloadedException(late);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
