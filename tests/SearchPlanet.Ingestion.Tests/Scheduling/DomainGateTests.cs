using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Scheduling;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Scheduling;

public sealed class DomainGateTests
{
    private readonly IngestionOptions _options = new() { DomainPause = TimeSpan.FromSeconds(2) };
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enter_SameDomain_WaitsForTheFirstAndThePause()
    {
        var gate = new DomainGate(_options, _time);
        var first = await gate.EnterAsync(new Uri("http://a.example.org/"), null, Cancel);
        var second = gate.EnterAsync(new Uri("https://b.example.org/x"), null, Cancel);
        second.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));
        second.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();
        await Task.Yield();
        second.IsCompleted.ShouldBeFalse();
        await AdvanceUntilAsync(second, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Enter_OtherDomain_DoesNotWait()
    {
        var gate = new DomainGate(_options, _time);
        await using var first = await gate.EnterAsync(new Uri("http://example.org/"), null, Cancel);
        await using var second = await gate.EnterAsync(new Uri("http://example.net/"), null, Cancel);
    }

    [Fact]
    public async Task Enter_LongerPauseAsked_IsKept()
    {
        var gate = new DomainGate(_options, _time);
        await (await gate.EnterAsync(new Uri("http://example.org/"), null, Cancel)).DisposeAsync();
        var second = gate.EnterAsync(new Uri("http://example.org/"), TimeSpan.FromSeconds(9), Cancel);
        _time.Advance(TimeSpan.FromSeconds(8));
        second.IsCompleted.ShouldBeFalse();
        await AdvanceUntilAsync(second, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_LetsTheNextThrough()
    {
        var gate = new DomainGate(_options, _time);
        var first = await gate.EnterAsync(new Uri("http://example.org/"), null, Cancel);
        using var cancel = new CancellationTokenSource();
        var second = gate.EnterAsync(new Uri("http://example.org/"), null, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await first.DisposeAsync();
        var third = gate.EnterAsync(new Uri("http://example.org/"), null, cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(() => third);
        _time.Advance(TimeSpan.FromSeconds(2));
        await (await gate.EnterAsync(new Uri("http://example.org/"), null, Cancel)).DisposeAsync();
    }

    [Fact]
    public async Task Enter_ManyDomains_FreshOnesKeepTheirPause()
    {
        var gate = new DomainGate(_options, _time);
        for (var i = 0; i < 3000; i++)
        {
            await (await gate.EnterAsync(new Uri($"http://site{i}.example/"), null, Cancel)).DisposeAsync();
        }

        gate.EnterAsync(new Uri("http://site0.example/"), null, Cancel).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Enter_TwoProcessesOnOneArchive_TakeTurnsAndKeepThePause()
    {
        using var folder = new TempFolder();
        await using var archive = ArchiveFactory.Open(new ArchiveOptions(), folder.Path, _time);
        await archive.MigrateAsync(Cancel);
        var mine = new DomainGate(_options, _time, archive);
        var theirs = new DomainGate(_options, _time, archive);
        var first = await mine.EnterAsync(new Uri("http://a.example.org/"), null, Cancel);
        var second = theirs.EnterAsync(new Uri("http://b.example.org/"), null, Cancel);
        await using (await theirs.EnterAsync(new Uri("http://example.net/"), null, Cancel))
        {
        }

        await first.DisposeAsync();
        var ended = _time.GetUtcNow();
        while (!second.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, Cancel);
        }

        (_time.GetUtcNow() - ended).ShouldBeGreaterThanOrEqualTo(_options.DomainPause);
        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task Enter_ProcessDiedHoldingTheDomain_LetsTheNextThroughAfterItsTime()
    {
        using var folder = new TempFolder();
        await using var archive = ArchiveFactory.Open(new ArchiveOptions(), folder.Path, _time);
        await archive.MigrateAsync(Cancel);
        await new DomainGate(_options, _time, archive).EnterAsync(new Uri("http://example.org/"), null, Cancel);
        _time.Advance(_options.HeaderTimeout + _options.BodyTimeout + TimeSpan.FromMinutes(1));
        await (await new DomainGate(_options, _time, archive).EnterAsync(new Uri("http://example.org/"), null, Cancel)).DisposeAsync();
    }

    private async Task AdvanceUntilAsync(Task<IAsyncDisposable> entering, TimeSpan by)
    {
        // The waiter may need a moment to set its timer.
        await Task.Delay(20, Cancel);
        _time.Advance(by);
        await (await entering.WaitAsync(TimeSpan.FromSeconds(5), Cancel)).DisposeAsync();
    }
}
