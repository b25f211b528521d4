using SearchPlanet.Archive;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Indexing;

/// <summary>
/// Keeps the index up to date with the archive for as long as the server runs. While another process writes the same index it reads along,
/// and takes over when that process ends.
/// </summary>
internal sealed class IndexerService(
    IArchive archive, LiveIndex live, Metrics metrics, SearchPlanetOptions options, TimeProvider time, ILogger<IndexerService> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TellPause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Everything up to here is the host's start, which must not wait for an index to be opened.
        await Task.Yield();
        var opener = new IndexOpener(live, options, time, logger);
        CorruptIndexException? damage = null;
        long? unwritableAt = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var index = await opener.OpenAsync(damage, stoppingToken);
                damage = null;
                using var searcher = index.CreateSearcher();
                await ServeAsync(index, searcher, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (CorruptIndexException found)
            {
                damage = found;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A disk that is full stays so for hours; word of it every two seconds would take the room that is being made.
                if (unwritableAt is not { } before || time.GetElapsedTime(before) >= TellPause)
                {
                    unwritableAt = time.GetTimestamp();
                    logger.LogError(failure, "The index cannot be written; trying again");
                }

                live.Report(IndexerPhase.Reading, live.Behind, "The index cannot be written at the moment.");
                await PauseAsync(RetryPause, stoppingToken);
            }
            catch (Exception fault)
            {
                // Searches must outlive whatever this is.
                logger.LogError(fault, "The indexer failed and begins again from the last commit");
                live.Report(live.Phase, live.Behind, "New posts are delayed: the indexer has failed and begins again.");
                await PauseAsync(RetryPause, stoppingToken);
            }
        }
    }

    private async Task ServeAsync(PostIndex index, PostSearcher searcher, CancellationToken stoppingToken)
    {
        var isEarlier = index.OpenedAs == IndexState.Earlier;
        IndexOpener.WarmUp(isEarlier ? live.Searcher : searcher, stoppingToken);
        if (!isEarlier)
        {
            if (index.OpenedAs != IndexState.Ready)
            {
                live.BeginPartial();
            }

            live.Use(searcher, index.LastSequence);
        }

        live.Report(isEarlier ? IndexerPhase.Rebuilding : IndexerPhase.CatchingUp, 0);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var checking = index.OpenedAs == IndexState.Ready ? CheckFilesAsync(end.Token) : Task.CompletedTask;
        try
        {
            await new IndexRun(archive, live, index, searcher, isEarlier, metrics, options, time, logger).FollowAsync(stoppingToken);
        }
        finally
        {
            await end.CancelAsync();
            await checking;
            // Requests go on until the server has stopped, and this searcher ends with the index.
            live.UseCommitted();
        }
    }

    // Searches verify only what they need not trust; flipped bits would give wrong answers for as long as the process lives.
    private Task CheckFilesAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                if (PostIndex.CheckFiles(options.IndexDirectory, cancellationToken) is { Count: > 0 } broken && live.ReportDamage())
                {
                    logger.LogError("The index is broken and is made anew from the archive: {Damage}", string.Join("; ", broken));
                }
            }
            catch (OperationCanceledException)
            {
                // The index is being closed.
            }
            catch (IOException unread)
            {
                logger.LogWarning(unread, "The index's files could not be verified");
            }
        },
        cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }
}
