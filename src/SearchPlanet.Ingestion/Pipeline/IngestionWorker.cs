using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>
/// Checks feeds as they become due, for as long as the program runs. Feeds are leased, so that several workers share them and those of a dead
/// one come back. No feed and no passing trouble with the archive ends it.
/// </summary>
public sealed partial class IngestionWorker : BackgroundService
{
    /// <summary>Feeds held at once: enough to fill all places past a long lane, few enough to leave some to other workers.</summary>
    private const int MaxHeld = 256;

    /// <summary>How old the number of feeds may be that sites are told.</summary>
    private static readonly TimeSpan CountInterval = TimeSpan.FromHours(1);

    private readonly IArchive _archive;
    private readonly FeedProcessor _processor;
    private readonly IDocumentSource _documents;
    private readonly IngestionOptions _options;
    private readonly FeedLeases _leases;
    private readonly TimeProvider _time;
    private readonly ILogger<IngestionWorker> _logger;
    private DateTimeOffset _counted = DateTimeOffset.MinValue;

    public IngestionWorker(IArchive archive, FeedProcessor processor, IDocumentSource documents, IngestionOptions options, TimeProvider time, ILogger<IngestionWorker> logger)
    {
        _archive = archive;
        _processor = processor;
        _documents = documents;
        _options = options;
        _leases = new FeedLeases(archive, options, time);
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var lanes = new FetchLanes(_options, _time, CheckAsync);
        var backoff = new ArchiveBackoff(Random.Shared);
        var isAway = false;
        try
        {
            while (true)
            {
                var failure = await LeaseAsync(lanes, stoppingToken);
                if (failure is null)
                {
                    backoff.Reset();
                }
                // Once for each time that it goes and comes, not for each attempt.
                if (failure is not null && !isAway)
                {
                    LogNoLease(failure);
                }
                else if (failure is null && isAway)
                {
                    LogBack();
                }

                isAway = failure is not null;
                await Task.Delay(isAway ? backoff.Next() : _options.PollInterval, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            foreach (var feed in await lanes.DrainAsync())
            {
                await ReleaseAsync(feed);
            }
        }
    }

    /// <returns>Why the archive could not be asked; null when it could.</returns>
    private async Task<Exception?> LeaseAsync(FetchLanes lanes, CancellationToken stoppingToken)
    {
        try
        {
            IngestionTelemetry.RecordHeld(lanes.Count);
            var room = MaxHeld - lanes.Count;
            if (room <= 0)
            {
                return null;
            }

            var now = _time.GetUtcNow();
            var due = await _leases.TakeAsync(room, stoppingToken);
            if (due.Count == 0)
            {
                return null;
            }

            if (_documents is FeedHttpClient client && now - _counted > CountInterval)
            {
                client.FeedCount = (await _archive.ListFeedsAsync(stoppingToken)).Count(feed => feed.State == FeedState.Active);
                _counted = now;
            }

            foreach (var feed in due)
            {
                lanes.TryAdd(feed, stoppingToken);
            }

            return null;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            return e;
        }
    }

    private async Task CheckAsync(FeedRecord feed, CancellationToken stoppingToken)
    {
        try
        {
            if (await _leases.BeginAsync(feed, stoppingToken))
            {
                await _processor.ProcessAsync(feed, isConditional: true, stoppingToken);
            }

            _leases.End(feed);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await ReleaseAsync(feed);
            throw;
        }
        catch (Exception e)
        {
            // Its lease runs out, and it is tried again then.
            _leases.End(feed);
            LogFailed(e, feed.Url);
        }
    }

    private async Task ReleaseAsync(FeedRecord feed)
    {
        try
        {
            await _leases.GiveBackAsync(feed);
        }
        catch (Exception e)
        {
            LogFailed(e, feed.Url);
        }
    }

    [LoggerMessage(LogLevel.Error, "Could not ask the archive which feeds are due; trying again")]
    private partial void LogNoLease(Exception exception);

    [LoggerMessage(LogLevel.Information, "The archive answers again")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Error, "Could not take in {FeedUrl}")]
    private partial void LogFailed(Exception exception, string feedUrl);
}
