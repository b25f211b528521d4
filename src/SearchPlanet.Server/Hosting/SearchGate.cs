using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Lets a bounded number of searches run at once and a bounded number wait, each within its time budget. What goes beyond is turned away
/// soon, which keeps the ones inside fast. Thread-safe.
/// </summary>
/// <remarks>
/// Where a place is free the search runs on its caller's thread: handing it over would cost more than many a search. The pool is given a thread more
/// for each place, since searches compute and do not wait, and requests must not pile up unseen before anyone could turn them away. What
/// has to wait is served by threads of the gate's own. While the queue moves, first come is first served. Once the oldest has waited
/// for longer than it takes to be a passing burst, the newest goes first and the oldest is turned away: whoever has waited long is likely to
/// have gone, and would be served too late (adaptive LIFO with a CoDel-like deadline; Maurer, "Fail at Scale", ACM Queue 13(8), 2015).
/// </remarks>
internal sealed class SearchGate : IDisposable
{
    /// <summary>The share of its budget that a search may spend waiting; the rest must do for searching.</summary>
    private const int PatienceShare = 4;

    /// <summary>The share of its patience after which the queue counts as standing.</summary>
    private const int StandingShare = 4;

    private readonly LiveIndex _live;
    private readonly TimeProvider _time;
    private readonly TimeSpan _budget;
    private readonly TimeSpan _patience;
    private readonly int _maxWaiting;
    private readonly object _turn = new();
    private readonly LinkedList<Ticket> _waiting = [];
    private readonly int _places;
    private readonly Thread[] _threads;
    private int _free;
    private bool _isOver;

    public SearchGate(LiveIndex live, SearchPlanetOptions options, TimeProvider time)
    {
        _live = live;
        _time = time;
        _budget = TimeSpan.FromMilliseconds(options.Search.TimeoutMs);
        _patience = _budget / PatienceShare;
        _maxWaiting = options.Search.MaxQueued;
        _free = _places = options.Search.MaxConcurrent > 0 ? options.Search.MaxConcurrent : 2 * Environment.ProcessorCount;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + _places), ports);
        _threads = [.. Enumerable.Range(0, _places).Select(number => new Thread(ServeWaiting) { Name = $"search {number}", IsBackground = true })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Requests waiting for their turn now.</summary>
    public int Waiting
    {
        get
        {
            lock (_turn)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Searches running now.</summary>
    public int Running
    {
        get
        {
            lock (_turn)
            {
                return _places - _free;
            }
        }
    }

    /// <summary>Runs <paramref name="work"/> on the current snapshot: here and now where a place is free, else later on a thread of the gate.</summary>
    /// <exception cref="OverloadedException">Too many are waiting, or its turn did not come in time.</exception>
    /// <exception cref="TimeoutException">The budget ran out while it was searching.</exception>
    public Task<T> RunAsync<T>(Func<PostSearcher, CancellationToken, T> work, CancellationToken cancellationToken) =>
        RunAsync((searcher, _, either) => work(searcher, either), cancellationToken);

    /// <summary>As the other, for work that ends by itself when the budget, the first of its tokens, is over; what it has by then is an answer.</summary>
    public Task<T> RunAsync<T>(Func<PostSearcher, CancellationToken, CancellationToken, T> work, CancellationToken cancellationToken)
    {
        var ticket = new Ticket<T>(work, _time.GetTimestamp(), cancellationToken);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            if (_free == 0 || _waiting.Count > 0)
            {
                Queue(ticket);
                return ticket.Task;
            }

            _free--;
        }

        Serve(ticket);
        return ticket.Task;
    }

    public void Dispose()
    {
        lock (_turn)
        {
            _isOver = true;
            while (_waiting.First is { } left)
            {
                TurnAway(left);
            }

            Monitor.PulseAll(_turn);
            // The index may be closed next.
            while (_free < _places)
            {
                Monitor.Wait(_turn);
            }
        }

        Array.ForEach(_threads, thread => thread.Join());
    }

    private void Queue(Ticket ticket)
    {
        if (_waiting.Count >= _maxWaiting)
        {
            // Under pressure the newest is served first, so the oldest would be the last.
            if (_waiting.First is not { } oldest)
            {
                ticket.TurnAway();
                return;
            }

            TurnAway(oldest);
        }

        _waiting.AddLast(ticket);
    }

    private void ServeWaiting()
    {
        while (Next() is { } ticket)
        {
            Serve(ticket);
        }
    }

    /// <summary>Serves who has a place, and gives the place back.</summary>
    private void Serve(Ticket ticket)
    {
        ticket.Serve(_live.Searcher, _budget, _time);
        lock (_turn)
        {
            _free++;
            if (_isOver)
            {
                Monitor.PulseAll(_turn);
            }
            else if (_waiting.Count > 0)
            {
                Monitor.Pulse(_turn);
            }
        }
    }

    /// <summary>Waits for someone who waits, and for a place.</summary>
    /// <returns>Null when it is all over.</returns>
    private Ticket? Next()
    {
        lock (_turn)
        {
            while (!_isOver)
            {
                var now = _time.GetTimestamp();
                while (_waiting.First is { } oldest && (oldest.Value.HasGone || _time.GetElapsedTime(oldest.Value.Since, now) > _patience))
                {
                    TurnAway(oldest);
                }

                if (_free > 0 && _waiting.First is { } first)
                {
                    var isStanding = _time.GetElapsedTime(first.Value.Since, now) > _patience / StandingShare;
                    var next = isStanding ? _waiting.Last! : first;
                    _waiting.Remove(next);
                    _free--;
                    return next.Value;
                }

                Monitor.Wait(_turn);
            }

            return null;
        }
    }

    private void TurnAway(LinkedListNode<Ticket> node)
    {
        _waiting.Remove(node);
        node.Value.TurnAway();
    }

    /// <summary>One search that wants its turn.</summary>
    private abstract class Ticket(long since, CancellationToken caller)
    {
        /// <summary>When it came, as a timestamp of the clock.</summary>
        public long Since => since;

        /// <summary>Whether nobody waits for the answer any more.</summary>
        public bool HasGone => caller.IsCancellationRequested;

        public abstract void Serve(PostSearcher searcher, TimeSpan budget, TimeProvider time);

        public abstract void TurnAway();
    }

    private sealed class Ticket<T>(Func<PostSearcher, CancellationToken, CancellationToken, T> work, long since, CancellationToken caller) : Ticket(since, caller)
    {
        // Who waited goes on elsewhere: a thread of the gate is for searching, and the lock may be held.
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationToken _caller = caller;

        // What was begun for the request, its trace above all, goes with it.
        private readonly ExecutionContext? _context = ExecutionContext.Capture();

        public Task<T> Task => _answer.Task;

        public override void Serve(PostSearcher searcher, TimeSpan budget, TimeProvider time)
        {
            var left = budget - time.GetElapsedTime(Since);
            using var inTime = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, _caller);
            try
            {
                _answer.SetResult(Run(searcher, inTime.Token, either.Token));
            }
            catch (OperationCanceledException) when (_caller.IsCancellationRequested)
            {
                _answer.SetCanceled(_caller);
            }
            catch (OperationCanceledException late)
            {
                _answer.SetException(new TimeoutException($"The search was given up after {budget.TotalMilliseconds:0} ms.", late));
            }
            catch (Exception failure)
            {
                _answer.SetException(failure);
            }
        }

        private T Run(PostSearcher searcher, CancellationToken inTime, CancellationToken either)
        {
            if (_context is null)
            {
                return work(searcher, inTime, either);
            }

            T? answer = default;
            ExecutionContext.Run(_context, _ => answer = work(searcher, inTime, either), null);
            return answer!;
        }

        public override void TurnAway()
        {
            if (HasGone)
            {
                _answer.SetCanceled(_caller);
            }
            else
            {
                _answer.SetException(new OverloadedException());
            }
        }
    }
}
