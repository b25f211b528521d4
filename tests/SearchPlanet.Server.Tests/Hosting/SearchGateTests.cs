using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
        var search = Task.Run(
            () => gate.RunAsync((_, token) => { entered.Set(); token.WaitHandle.WaitOne(); token.ThrowIfCancellationRequested(); return 0; }, CancellationToken.None),
            TestContext.Current.CancellationToken);
        entered.Wait(TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMilliseconds(50));

        await Should.ThrowAsync<TimeoutException>(() => search);
        (await gate.RunAsync((_, _) => 1, TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Run_WhereAPlaceIsFree_IsServedOnTheCallersThread()
    {
        using var live = new LiveIndex(Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);
        using var gate = new SearchGate(live, Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);

        var caller = Environment.CurrentManagedThreadId;

        (await gate.RunAsync((_, _) => Environment.CurrentManagedThreadId, TestContext.Current.CancellationToken)).ShouldBe(caller);

        gate.Running.ShouldBe(0);
    }

    [Fact]
    public async Task Run_WhereItHadToWait_LeavesThePoolToRequests()
    {
        using var busy = new BusyGate(this, waiting: 2);
        var waited = busy.AskForThread();

        busy.Leave();

        (await waited).IsThreadPoolThread.ShouldBeFalse();
    }

    [Fact]
    public void Pool_WithEveryPlaceTaken_HasAThreadAtOnceForEachCore()
    {
        var options = Options(timeoutMs: 30_000, waiting: 1);
        options.Search.MaxConcurrent = 7;
        using var live = new LiveIndex(options, TimeProvider.System);
        using var gate = new SearchGate(live, options, TimeProvider.System);

        ThreadPool.GetMinThreads(out var workers, out _);

        workers.ShouldBeGreaterThanOrEqualTo(7 + Environment.ProcessorCount);
    }

    [Fact]
    public async Task Dispose_WhileACallerSearches_WaitsForIt()
    {
        using var live = new LiveIndex(Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);
        var gate = new SearchGate(live, Options(timeoutMs: 30_000, waiting: 1), TimeProvider.System);
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var isSearching = true;
        var search = Task.Run(() => gate.RunAsync(
            (_, _) =>
            {
                entered.Set();
                leave.Wait(CancellationToken.None);
                Volatile.Write(ref isSearching, false);
                return 0;
            },
            TestContext.Current.CancellationToken));
        entered.Wait(TestContext.Current.CancellationToken);

        var end = Task.Run(() =>
        {
            gate.Dispose();
            return Volatile.Read(ref isSearching);
        });
        leave.Set();

        (await end).ShouldBeFalse();
        await search;
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
        var search = Task.Run(
            () => gate.RunAsync((_, token) => { entered.Set(); token.WaitHandle.WaitOne(); token.ThrowIfCancellationRequested(); return 0; }, caller.Token),
            TestContext.Current.CancellationToken);
        entered.Wait(TestContext.Current.CancellationToken);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => search);
    }

    [Fact]
    public async Task Request_WhoseClientGoesAway_CancelsItsSearch()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TestServer(options => options.Search.TimeoutMs = 120_000, extend: app => app.MapGet("/endless", async context => await
            app.Services.GetRequiredService<SearchGate>().RunAsync(
                (_, token) =>
                {
                    entered.SetResult();
                    cancelled.SetResult(token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
                    return 0;
                },
                context.RequestAborted)));
        await server.InitializeAsync();

        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPEndPoint.Parse(server.Client.BaseAddress!.Authority), TestContext.Current.CancellationToken);
            // A connection's first request may have come before anyone reads it; the second is begun by who reads.
            await client.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            (await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, cancellationToken: TestContext.Current.CancellationToken)).ShouldBePositive();
            await client.GetStream().WriteAsync("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await entered.Task;
        }

        (await cancelled.Task).ShouldBeTrue("The search went on although its client had gone.");
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
        private readonly Task _holder;

        public BusyGate(SearchGateTests tests, int waiting)
        {
            var options = tests.Options(timeoutMs: 1000, waiting);
            _live = new LiveIndex(options, Time);
            _gate = new SearchGate(_live, options, Time);
            using var entered = new ManualResetEventSlim();
            _holder = Task.Run(() => _gate.RunAsync((_, _) => { entered.Set(); _leave.Wait(CancellationToken.None); return 0; }, CancellationToken.None));
            entered.Wait(TestContext.Current.CancellationToken);
        }

        public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch);

        /// <summary>Who was served, in order.</summary>
        public IReadOnlyList<string> Served => _served;

        public Task<string> Ask(string name) => AskUntil(name, TestContext.Current.CancellationToken);

        public Task<string> AskUntil(string name, CancellationToken caller) =>
            _gate.RunAsync((_, _) => { _served.Add(name); return name; }, caller);

        public Task<Thread> AskForThread() => _gate.RunAsync((_, _) => Thread.CurrentThread, TestContext.Current.CancellationToken);

        public void Leave() => _leave.Set();

        public void Dispose()
        {
            _leave.Set();
            _holder.Wait();
            _gate.Dispose();
            _live.Dispose();
            _leave.Dispose();
        }
    }
}
