using SearchPlanet.Archive;

namespace SearchPlanet.Ingestion.Scheduling;

/// <summary>Lets one request at a time through to each registrable domain, with a pause between the end of one and the start of the next. Thread-safe.</summary>
/// <remarks>Processes that share an archive take turns through it: each holds the domain there for its one request. Requests of one process queue here first.</remarks>
/// <param name="archive">Null when this process fetches alone.</param>
public sealed class DomainGate(IngestionOptions options, TimeProvider time, IArchive? archive = null)
{
    private const int SlotsBeforeSweep = 1024;

    /// <summary>How often a domain is asked for that another process holds: its request ends at any moment.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>What comes on top of the time a request may take, before a process that holds a domain counts as dead.</summary>
    private static readonly TimeSpan HoldMargin = TimeSpan.FromSeconds(30);

    private readonly string _holder = Guid.NewGuid().ToString("n");

    private readonly Dictionary<string, Slot> _slots = [];
    private int _sweepAt = SlotsBeforeSweep;

    /// <summary>Waits for the domain of <paramref name="url"/> to be free and rested.</summary>
    /// <param name="atLeast">A longer pause than the gate's own, as some sites ask for; null for the gate's own.</param>
    /// <returns>To be disposed when the last byte of the answer has been read.</returns>
    public async Task<IAsyncDisposable> EnterAsync(Uri url, TimeSpan? atLeast, CancellationToken cancellationToken)
    {
        var domain = RegistrableDomain.Of(url);
        var rest = atLeast > options.DomainPause ? atLeast.Value : options.DomainPause;
        var slot = Take(domain);
        try
        {
            await slot.Turn.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(slot);
            throw;
        }

        try
        {
            if (slot.LastEnd is { } lastEnd)
            {
                var wait = lastEnd + rest - time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait < rest ? wait : rest, time, cancellationToken);
                }
            }

            await HoldAsync(domain, rest, cancellationToken);
            return new Pass(this, slot, domain);
        }
        catch
        {
            slot.Turn.Release();
            Leave(slot);
            throw;
        }
    }

    private async Task HoldAsync(string domain, TimeSpan rest, CancellationToken cancellationToken)
    {
        while (archive is not null)
        {
            var now = time.GetUtcNow();
            // No longer than its feeds are: a worker counts as dead for both at the same time.
            var longest = options.HeaderTimeout + options.BodyTimeout + HoldMargin;
            var heldUntil = now + (longest < options.Lease ? longest : options.Lease);
            if (await archive.HoldDomainAsync(domain, _holder, now, heldUntil, rest, cancellationToken) is not { } free)
            {
                return;
            }

            var wait = free - now;
            await Task.Delay(wait < AskAgain && wait > TimeSpan.Zero ? wait : AskAgain, time, cancellationToken);
        }
    }

    private async ValueTask EndAsync(Slot slot, string domain)
    {
        try
        {
            // Not the request's cancellation: a domain that stays held keeps everybody waiting.
            if (archive is not null)
            {
                await archive.ReleaseDomainAsync(domain, _holder, time.GetUtcNow(), CancellationToken.None);
            }
        }
        finally
        {
            slot.LastEnd = time.GetUtcNow();
            slot.Turn.Release();
            Leave(slot);
        }
    }

    private Slot Take(string domain)
    {
        lock (_slots)
        {
            if (!_slots.TryGetValue(domain, out var slot))
            {
                if (_slots.Count >= _sweepAt)
                {
                    Sweep();
                }

                _slots.Add(domain, slot = new Slot());
            }

            slot.Users++;
            return slot;
        }
    }

    private void Leave(Slot slot)
    {
        lock (_slots)
        {
            slot.Users--;
        }
    }

    /// <summary>Forgets the domains that nobody has asked for in the last hour, longer than any pause.</summary>
    private void Sweep()
    {
        var old = time.GetUtcNow() - TimeSpan.FromHours(1);
        foreach (var (domain, slot) in _slots)
        {
            if (slot.Users == 0 && (slot.LastEnd ?? old) <= old)
            {
                _slots.Remove(domain);
            }
        }

        _sweepAt = Math.Max(SlotsBeforeSweep, _slots.Count * 2);
    }

    // The semaphore's wait handle is never asked for, so there is nothing to dispose when a slot is forgotten.
    private sealed class Slot
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }

        public DateTimeOffset? LastEnd { get; set; }
    }

    private sealed class Pass(DomainGate gate, Slot slot, string domain) : IAsyncDisposable
    {
        private bool _isDone;

        public ValueTask DisposeAsync()
        {
            if (_isDone)
            {
                return ValueTask.CompletedTask;
            }

            _isDone = true;
            return gate.EndAsync(slot, domain);
        }
    }
}
