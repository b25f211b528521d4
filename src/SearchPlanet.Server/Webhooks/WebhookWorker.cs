using System.Data.Common;
using SearchPlanet.Archive;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Webhooks;

/// <summary>Matches and posts for as long as the server runs. Several servers over one archive share the work.</summary>
internal sealed class WebhookWorker(
    IArchive archive, LiveIndex live, WebhookMatcher matcher, WebhookSender sender, TimeProvider time, ILogger<WebhookWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                pause = await StepAsync(stoppingToken) ? TimeSpan.Zero : Pause;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is DbException or TimeoutException or IOException)
            {
                logger.LogWarning(failure, "Webhooks wait: the archive or the index cannot be read");
                pause = RetryPause;
            }
            catch (Exception fault)
            {
                // What is queued stays queued; searches must outlive whatever this is.
                logger.LogError(fault, "Webhooks failed and begin again");
                pause = RetryPause;
            }

            try
            {
                await Task.Delay(pause, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <returns>Whether there is more to do at once.</returns>
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var webhooks = await archive.ListWebhooksAsync(cancellationToken);
        if (webhooks.Count == 0)
        {
            return false;
        }
        // In this order: a searcher taken after the number has read at least as far.
        var upTo = live.LastSequence;
        var searcher = live.Searcher;
        var hasMore = await matcher.StepAsync(webhooks, searcher, upTo, cancellationToken);
        return await sender.StepAsync(webhooks, searcher, cancellationToken) > 0 || hasMore;
    }
}
