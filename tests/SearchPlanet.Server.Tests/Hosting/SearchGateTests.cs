using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

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
        (await gate.RunAsync((_, _) => 3, TestContext.Current.CancellationToken)).ShouldBe(3);
        gate.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Run_LongerThanItsBudget_IsGivenUp()
    {
        using var live = new LiveIndex(Options(timeoutMs: 50, waiting: 1), TimeProvider.System);
        using var gate = new SearchGate(live, Options(timeoutMs: 50, waiting: 1), TimeProvider.System);

        await Should.ThrowAsync<TimeoutException>(() => gate.RunAsync(
            (_, token) => token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)) ? throw new OperationCanceledException(token) : 0, TestContext.Current.CancellationToken));

        (await gate.RunAsync((_, _) => 1, TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SearchPlanetOptions Options(int timeoutMs, int waiting)
    {
        var options = new SearchPlanetOptions { DataDirectory = _folder };
        (options.Search.MaxConcurrent, options.Search.TimeoutMs, options.Search.MaxQueued) = (1, timeoutMs, waiting);
        return options;
    }
}
