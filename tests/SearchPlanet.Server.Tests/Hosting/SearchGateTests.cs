using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;
using SearchPlanet.Testing;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class SearchGateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("searchplanet-gate-").FullName;

    [Fact]
    public async Task Run_MoreThanMayWait_IsTurnedAwayAtOnce()
    {
        using var live = new LiveIndex(Options(timeoutMs: 30_000, waiting: 0), TimeProvider.System);
        using var gate = new SearchGate(live, Options(timeoutMs: 30_000, waiting: 0), TimeProvider.System);
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var first = Task.Run(() => gate.RunAsync((_, token) => { entered.Set(); leave.Wait(token); return 1; }, TestContext.Current.CancellationToken));
        entered.Wait(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<OverloadedException>(() => gate.RunAsync((_, _) => 2, TestContext.Current.CancellationToken));

        leave.Set();
        (await first).ShouldBe(1);
        // Its thread is free a moment after its answer is there.
        await TestServer.WaitForAsync(() => gate.Running == 0);
        (await gate.RunAsync((_, _) => 3, TestContext.Current.CancellationToken)).ShouldBe(3);
        gate.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Run_LongerThanItsBudget_IsGivenUp()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var live = new LiveIndex(Options(timeoutMs: 50, waiting: 1), time);
        using var gate = new SearchGate(live, Options(timeoutMs: 50, waiting: 1), time);
        using var entered = new ManualResetEventSlim();
        var search = gate.RunAsync(
            (_, token) => { entered.Set(); token.WaitHandle.WaitOne(); token.ThrowIfCancellationRequested(); return 0; }, TestContext.Current.CancellationToken);
        entered.Wait(TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMilliseconds(50));

        await Should.ThrowAsync<TimeoutException>(() => search);
        (await gate.RunAsync((_, _) => 1, TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Run_Search_LeavesThePoolToRequests()
    {
        using var live = new LiveIndex(Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);
        using var gate = new SearchGate(live, Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);

        (await gate.RunAsync((_, _) => Thread.CurrentThread.IsThreadPoolThread, TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_QueueThatMoves_ServesTheOldestFirst()
    {
        using var busy = new BusyGate(this, waiting: 2);
        var older = busy.Ask("older");
        var newer = busy.Ask("newer");

        busy.Leave();
        await Task.WhenAll(older, newer);

        busy.Served.ShouldBe(["older", "newer"]);
    }

    [Fact]
    public async Task Run_QueueThatStands_ServesTheNewestFirst()
    {
        using var busy = new BusyGate(this, waiting: 2);
        var older = busy.Ask("older");
        busy.Time.Advance(TimeSpan.FromMilliseconds(100));
        var newer = busy.Ask("newer");

        busy.Leave();
        await Task.WhenAll(older, newer);

        busy.Served.ShouldBe(["newer", "older"]);
    }

    [Fact]
    public async Task Run_WaitedForAQuarterOfItsBudget_IsTurnedAway()
    {
        using var busy = new BusyGate(this, waiting: 2);
        var older = busy.Ask("older");
        busy.Time.Advance(TimeSpan.FromMilliseconds(251));
        var newer = busy.Ask("newer");

        busy.Leave();

        await Should.ThrowAsync<OverloadedException>(() => older);
        await newer;
        busy.Served.ShouldBe(["newer"]);
    }

    [Fact]
    public async Task Run_MoreThanMayWait_TurnsTheOldestAway()
    {
        using var busy = new BusyGate(this, waiting: 2);
        var first = busy.Ask("first");
        var second = busy.Ask("second");
        var third = busy.Ask("third");

        await Should.ThrowAsync<OverloadedException>(() => first);
        busy.Leave();
        await Task.WhenAll(second, third);
    }

    [Fact]
    public async Task Run_CallerThatHasGone_IsNotServed()
    {
        using var busy = new BusyGate(this, waiting: 2);
        using var gone = new CancellationTokenSource();
        var left = busy.AskUntil("left", gone.Token);
        var stayed = busy.Ask("stayed");

        await gone.CancelAsync();
        busy.Leave();

        await Should.ThrowAsync<OperationCanceledException>(() => left);
        await stayed;
        busy.Served.ShouldBe(["stayed"]);
    }

    [Fact]
    public async Task Run_CallerThatLeaves_CancelsItsSearch()
    {
        using var live = new LiveIndex(Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);
        using var gate = new SearchGate(live, Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);
        using var caller = new CancellationTokenSource();
        using var entered = new ManualResetEventSlim();
        var search = gate.RunAsync((_, token) => { entered.Set(); token.WaitHandle.WaitOne(); token.ThrowIfCancellationRequested(); return 0; }, caller.Token);
        entered.Wait(TestContext.Current.CancellationToken);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => search);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SearchPlanetOptions Options(int timeoutMs, int waiting)
    {
        var options = new SearchPlanetOptions { DataDirectory = _folder };
        (options.Search.MaxConcurrent, options.Search.TimeoutMs, options.Search.MaxQueued) = (1, timeoutMs, waiting);
        return options;
    }

    /// <summary>A gate whose one place is taken until <see cref="Leave"/>, on a clock that stands still.</summary>
    private sealed class BusyGate : IDisposable
    {
        private readonly LiveIndex _live;
        private readonly SearchGate _gate;
        private readonly ManualResetEventSlim _leave = new();
        private readonly List<string> _served = [];

        public BusyGate(SearchGateTests tests, int waiting)
        {
            var options = tests.Options(timeoutMs: 1000, waiting);
            _live = new LiveIndex(options, Time);
            _gate = new SearchGate(_live, options, Time);
            using var entered = new ManualResetEventSlim();
            _ = _gate.RunAsync((_, _) => { entered.Set(); _leave.Wait(CancellationToken.None); return 0; }, CancellationToken.None);
            entered.Wait(TestContext.Current.CancellationToken);
        }

        public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch);

        /// <summary>Who was served, in order.</summary>
        public IReadOnlyList<string> Served => _served;

        public Task<string> Ask(string name) => AskUntil(name, TestContext.Current.CancellationToken);

        public Task<string> AskUntil(string name, CancellationToken caller) =>
            _gate.RunAsync((_, _) => { _served.Add(name); return name; }, caller);

        public void Leave() => _leave.Set();

        public void Dispose()
        {
            _leave.Set();
            _gate.Dispose();
            _live.Dispose();
            _leave.Dispose();
        }
    }
}
