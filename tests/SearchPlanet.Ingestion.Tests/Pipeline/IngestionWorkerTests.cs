using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class IngestionWorkerTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_DueFeeds_AreFetchedAndOthersLeft()
    {
        for (var i = 0; i < 5; i++)
        {
            _bench.Server.On($"/feed{i}", WildAnswer.Of(200, FeedText.Rss($"Blog {i}", $"Post {i}")));
            await _bench.SubscribeAsync($"/feed{i}");
        }

        var later = await _bench.SubscribeAsync("/later");
        await _bench.Archive.SaveFeedAsync(later with { NextCheck = _bench.Time.GetUtcNow().AddDays(1) }, Cancel);
        using var worker = Worker();
        await worker.StartAsync(Cancel);
        await UntilAsync(async () => await _bench.Archive.CountPostsAsync(Cancel) == 5);
        await worker.StopAsync(Cancel);
        _bench.Server.Requests.Select(request => request.Target).Distinct().Order(StringComparer.Ordinal).ShouldBe(["/feed0", "/feed1", "/feed2", "/feed3", "/feed4"]);
        _bench.Server.PeakConcurrency.ShouldBe(1);
        (await _bench.FeedAsync(later)).LastFetch.ShouldBeNull();
    }

    [Fact]
    public async Task Stop_InTheMiddle_IsQuickAndGivesFeedsBack()
    {
        _bench.Options.HeaderTimeout = TimeSpan.FromMinutes(5);
        _bench.Server.On("/slow", WildAnswer.Silence).On("/waiting", WildAnswer.Silence);
        await _bench.SubscribeAsync("/slow");
        await _bench.SubscribeAsync("/waiting");
        using var worker = Worker();
        await worker.StartAsync(Cancel);
        await UntilAsync(() => Task.FromResult(_bench.Server.Requests.Count == 1));
        await worker.StopAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var now = _bench.Time.GetUtcNow();
        (await _bench.Archive.LeaseDueFeedsAsync(now, now.AddHours(1), 10, Cancel)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_FeedThatAnotherTookWhileItWaited_IsLeftToIt(bool asWorker)
    {
        var first = WildAnswer.Of(200, FeedText.Rss("A Blog", "First"));
        var (taken, isLater) = (new TaskCompletionSource(), new TaskCompletionSource());
        _bench.Server
            .On("/first", new WildAnswer(async (stream, cancellationToken) =>
            {
                // The lane takes its time, the leases run out, and another process takes the two oldest feeds.
                var later = _bench.Time.GetUtcNow() + _bench.Options.Lease;
                (await _bench.Archive.LeaseDueFeedsAsync(later, later.AddHours(1), 2, cancellationToken)).Count.ShouldBe(2);
                taken.SetResult();
                await isLater.Task.WaitAsync(cancellationToken);
                await first.Write(stream, cancellationToken);
            }))
            .On("/second", WildAnswer.Of(200, FeedText.Rss("B Blog", "Second")))
            .On("/third", WildAnswer.Of(200, FeedText.Rss("C Blog", "Third")));
        foreach (var (number, path) in new[] { "/first", "/second", "/third" }.Index())
        {
            var feed = await _bench.SubscribeAsync(path);
            await _bench.Archive.SaveFeedAsync(feed with { NextCheck = DateTimeOffset.UnixEpoch.AddDays(number) }, Cancel);
        }

        _bench.Options.PollInterval = _bench.Options.Lease * 2;
        using var worker = Worker(_bench.Time);
        var once = Task.CompletedTask;
        if (asWorker)
        {
            await worker.StartAsync(Cancel);
        }
        else
        {
            once = new Ingestor(_bench.Archive, _bench.Processor, _bench.Documents, _bench.Options, _bench.Time).IngestOnceAsync(null, null, Cancel);
        }

        await taken.Task.WaitAsync(Cancel);
        _bench.Time.Advance(_bench.Options.Lease);
        isLater.SetResult();
        await UntilAsync(async () =>
        {
            _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
            return await _bench.Archive.CountPostsAsync(Cancel) == 2;
        });
        await once;
        await worker.StopAsync(Cancel);
        _bench.Server.Requests.Select(request => request.Target).ShouldBe(["/first", "/third"]);
    }

    [Fact]
    public async Task Run_ArchiveThatFailsForAWhile_SaysSoOnceAndGoesOn()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, FeedText.Rss("A Blog", "First")));
        await _bench.SubscribeAsync("/feed");
        await ExecuteAsync("ALTER TABLE feeds RENAME TO feeds_away");
        var log = new CollectingLogger<IngestionWorker>();
        using var worker = new IngestionWorker(_bench.Archive, _bench.Processor, _bench.Documents, _bench.Options, TimeProvider.System, log);
        await worker.StartAsync(Cancel);
        await UntilAsync(() => Task.FromResult(log.Count(LogLevel.Error) > 0));
        await ExecuteAsync("ALTER TABLE feeds_away RENAME TO feeds");
        await UntilAsync(async () => await _bench.Archive.CountPostsAsync(Cancel) == 1);
        await worker.StopAsync(Cancel);
        (log.Count(LogLevel.Error), log.Count(LogLevel.Information)).ShouldBe((1, 1));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_bench.DatabasePath}");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private IngestionWorker Worker(TimeProvider? time = null) =>
        new(_bench.Archive, _bench.Processor, _bench.Documents, _bench.Options, time ?? TimeProvider.System, NullLogger<IngestionWorker>.Instance);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await isSo())
        {
            await Task.Delay(10, timeout.Token);
        }
    }
}
