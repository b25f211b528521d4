using System.Data.Common;
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
    private const string ArchiveDamaged = "The archive is damaged. Stop the server and put a backup in its place: searchplanet archive restore FILE";
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);
    private readonly TimeSpan _refresh = TimeSpan.FromMilliseconds(options.Search.RefreshMs);
    private readonly TimeSpan _commit = TimeSpan.FromSeconds(options.Search.CommitSeconds);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Everything up to here is the host's start, which must not wait for an index to be opened.
        await Task.Yield();
        var opener = new IndexOpener(live, options, time, logger);
        CorruptIndexException? damage = null;
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
                logger.LogError(failure, "The index cannot be written; trying again");
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
            await FollowAsync(index, searcher, isEarlier, stoppingToken);
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

    /// <param name="isRebuilding">Whether the index begins empty while an older one is searched, until this one is whole.</param>
    private async Task FollowAsync(PostIndex index, PostSearcher searcher, bool isRebuilding, CancellationToken cancellationToken)
    {
        var follower = new IndexFollower(archive, index, logger);
        var lastCommit = time.GetTimestamp();
        var uncommitted = 0;
        var merges = 0L;
        var backoff = new ArchiveBackoff(Random.Shared);
        try
        {
            while (true)
            {
                if (live.TakeRebuildRequest())
                {
                    logger.LogInformation("Making the index anew from the archive; searches use the old one meanwhile");
                    live.UseCommitted();
                    live.Report(IndexerPhase.Rebuilding, index.LastSequence);
                    index.Rebuild();
                    (isRebuilding, uncommitted) = (true, 0);
                }

                int step;
                try
                {
                    step = await TryStepAsync(follower, index, cancellationToken);
                }
                catch (ArchivePartedException parted)
                {
                    logger.LogWarning("The index has read what is not in the archive, and is made anew: {Reason}", parted.Message);
                    live.RequestRebuild();
                    continue;
                }

                if (step < 0)
                {
                    await Task.Delay(backoff.Next(), time, cancellationToken);
                    continue;
                }

                backoff.Reset();
                metrics.RecordIndexing(step, index.MergeCount - merges);
                merges = index.MergeCount;
                if (index.MergeFailure is CorruptIndexException damage && live.ReportDamage())
                {
                    logger.LogError(damage, "The index is broken and is made anew from the archive");
                }

                if (step > 0)
                {
                    uncommitted += step;
                    if (!isRebuilding)
                    {
                        index.Refresh();
                        live.Use(searcher, index.LastSequence);
                    }
                }

                if (step == IndexFollower.BatchSize)
                {
                    await ReportDistanceAsync(index, isRebuilding, cancellationToken);
                    continue;
                }
                // The first time the end is reached, what took so long to make is made safe at once.
                var isFirst = live.Phase != IndexerPhase.Following;
                if (index.MarkWhole() || (uncommitted > 0 && (isFirst || time.GetElapsedTime(lastCommit) >= _commit)))
                {
                    Commit(index, uncommitted);
                    (uncommitted, lastCommit) = (0, time.GetTimestamp());
                }

                if (isRebuilding)
                {
                    index.Refresh();
                    live.Use(searcher, index.LastSequence);
                    isRebuilding = false;
                }

                live.Report(IndexerPhase.Following, 0);
                await Task.Delay(_refresh, time, cancellationToken);
            }
        }
        finally
        {
            // Half of an index made anew must not take the old one's place.
            if (uncommitted > 0 && !isRebuilding)
            {
                Commit(index, uncommitted);
            }
        }
    }

    /// <returns>-1 when the archive cannot be read at the moment.</returns>
    private async Task<int> TryStepAsync(IndexFollower follower, PostIndex index, CancellationToken cancellationToken)
    {
        try
        {
            return await follower.StepAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException)
        {
            var isDamaged = ArchiveDamagedException.IsMeantBy(failure);
            if (live.Phase != IndexerPhase.WaitingForArchive)
            {
                if (isDamaged)
                {
                    logger.LogError(failure, ArchiveDamaged);
                }
                else
                {
                    logger.LogWarning(failure, "The archive cannot be read; searches go on over what is indexed");
                }
            }

            live.Report(IndexerPhase.WaitingForArchive, live.Behind, isDamaged ? ArchiveDamaged : "The archive cannot be read at the moment.");
            return -1;
        }
    }

    private async Task ReportDistanceAsync(PostIndex index, bool isRebuilding, CancellationToken cancellationToken)
    {
        long behind;
        try
        {
            behind = Math.Max(0, await archive.GetLastSequenceAsync(cancellationToken) - index.LastSequence);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException)
        {
            // The next step meets it too, and says so.
            return;
        }

        var phase = isRebuilding ? IndexerPhase.Rebuilding
            : behind < IndexFollower.BatchSize && live.Phase == IndexerPhase.Following ? IndexerPhase.Following
            : IndexerPhase.CatchingUp;
        live.Report(phase, behind);
    }

    private void Commit(PostIndex index, int changes)
    {
        var started = time.GetTimestamp();
        index.Commit();
        var elapsed = time.GetElapsedTime(started);
        metrics.RecordCommit(elapsed);
        logger.LogInformation("Committed {ChangeCount} changes up to sequence {Sequence} in {ElapsedMs:0.0} ms", changes, index.LastSequence, elapsed.TotalMilliseconds);
    }

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
