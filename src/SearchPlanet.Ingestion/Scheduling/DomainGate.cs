namespace SearchPlanet.Ingestion.Scheduling;

/// <summary>Lets one request at a time through to each registrable domain, with a pause between the end of one and the start of the next. Thread-safe.</summary>
/// <remarks>It knows the requests of this process alone; feeds of one domain that are leased by several processes are spread by the schedule only.</remarks>
public sealed class DomainGate(IngestionOptions options, TimeProvider time)
{
    private const int SlotsBeforeSweep = 1024;

    private readonly Dictionary<string, Slot> _slots = [];
    private int _sweepAt = SlotsBeforeSweep;

    /// <summary>Waits for the domain of <paramref name="url"/> to be free and rested.</summary>
    /// <param name="atLeast">A longer pause than the gate's own, as some sites ask for; null for the gate's own.</param>
    /// <returns>To be disposed when the last byte of the answer has been read.</returns>
    public async Task<IDisposable> EnterAsync(Uri url, TimeSpan? atLeast, CancellationToken cancellationToken)
    {
        var slot = Take(RegistrableDomain.Of(url));
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
                var rest = atLeast > options.DomainPause ? atLeast.Value : options.DomainPause;
                var wait = lastEnd + rest - time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait < rest ? wait : rest, time, cancellationToken);
            }

            return new Pass(this, slot);
        }
        catch
        {
            slot.Turn.Release();
            Leave(slot);
            throw;
        }
    }

    private Slot Take(string domain)
    {
        lock (_slots)
        {
            if (!_slots.TryGetValue(domain, out var slot))
            {
                if (_slots.Count >= _sweepAt)
                    Sweep();
                _slots.Add(domain, slot = new Slot());
            }

            slot.Users++;
            return slot;
        }
    }

    private void Leave(Slot slot)
    {
        lock (_slots)
            slot.Users--;
    }

    /// <summary>Forgets the domains that nobody has asked for in the last hour, longer than any pause.</summary>
    private void Sweep()
    {
        var old = time.GetUtcNow() - TimeSpan.FromHours(1);
        foreach (var (domain, slot) in _slots)
        {
            if (slot.Users == 0 && (slot.LastEnd ?? old) <= old)
                _slots.Remove(domain);
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

    private sealed class Pass(DomainGate gate, Slot slot) : IDisposable
    {
        private bool _isDone;

        public void Dispose()
        {
            if (_isDone)
                return;
            _isDone = true;
            slot.LastEnd = gate.Now;
            slot.Turn.Release();
            gate.Leave(slot);
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();
}
