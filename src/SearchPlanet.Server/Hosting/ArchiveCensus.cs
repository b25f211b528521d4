using System.Data.Common;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// What the archive holds of feeds and webhooks, counted now and then: whoever reads metrics must not wait for the archive, nor fail with it.
/// </summary>
internal sealed class ArchiveCensus(IArchive archive, TimeProvider time, ILogger<ArchiveCensus> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);
    private volatile IReadOnlyList<FeedRecord> _feeds = [];
    private volatile IReadOnlyList<Webhook> _webhooks = [];
    private volatile WebhookQueue _queue = WebhookQueue.Empty;

    /// <summary>Active feeds whose last fetch failed.</summary>
    public int Failing => _feeds.Count(feed => feed is { State: FeedState.Active, LastError: not null });

    /// <summary>Active feeds whose next check has come.</summary>
    public int Due => _feeds.Count(feed => feed.State == FeedState.Active && feed.NextCheck <= time.GetUtcNow());

    /// <summary>Deliveries that active webhooks wait for.</summary>
    public int Waiting => _queue.Waiting;

    /// <summary>For how long the post that waits the longest has been here; zero when none waits.</summary>
    public TimeSpan LongestWait => _queue.Oldest is { } oldest && time.GetUtcNow() - oldest is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;

    public int CountOf(FeedState state) => _feeds.Count(feed => feed.State == state);

    public int CountOf(WebhookState state) => _webhooks.Count(webhook => webhook.State == state);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        do
        {
            try
            {
                _feeds = await archive.ListFeedsAsync(stoppingToken);
                _webhooks = await archive.ListWebhooksAsync(stoppingToken);
                _queue = _webhooks.Count == 0 ? WebhookQueue.Empty : await archive.CountDeliveriesAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is DbException or TimeoutException)
            {
                logger.LogDebug(failure, "The archive cannot be counted");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
