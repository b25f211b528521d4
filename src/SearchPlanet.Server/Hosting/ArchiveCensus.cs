using System.Data.Common;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Hosting;

/// <summary>How many feeds are in which state, counted now and then: whoever reads metrics must not wait for the archive, nor fail with it.</summary>
internal sealed class FeedCensus(IArchive archive, TimeProvider time, ILogger<FeedCensus> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);
    private volatile IReadOnlyList<FeedRecord> _feeds = [];

    /// <summary>Active feeds whose last fetch failed.</summary>
    public int Failing => _feeds.Count(feed => feed is { State: FeedState.Active, LastError: not null });

    /// <summary>Active feeds whose next check has come.</summary>
    public int Due => _feeds.Count(feed => feed.State == FeedState.Active && feed.NextCheck <= time.GetUtcNow());

    public int CountOf(FeedState state) => _feeds.Count(feed => feed.State == state);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        do
        {
            try
            {
                _feeds = await archive.ListFeedsAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is DbException or TimeoutException)
            {
                logger.LogDebug(failure, "The feeds cannot be counted");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
