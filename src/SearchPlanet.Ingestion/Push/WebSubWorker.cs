using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SearchPlanet.Ingestion.Push;

/// <summary>Asks hubs for as long as the program runs. Workers that share an archive share the work.</summary>
public sealed partial class WebSubWorker(WebSubSubscriber subscriber, TimeProvider time, ILogger<WebSubWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, stoppingToken);
                await StepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await subscriber.RequestDueAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // What was due is asked for again in an hour.
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Could not see to the subscriptions at hubs")]
    private partial void LogFailed(Exception exception);
}
