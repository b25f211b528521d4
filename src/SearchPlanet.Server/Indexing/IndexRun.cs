using System.Data.Common;
using SearchPlanet.Archive;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Indexing;

/// <summary>
/// An open index that follows the archive: what comes in is taken in and shown to searches at once, made durable every now and then, and made
/// anew when that is asked for. For one thread.
/// </summary>
/// <param name="searcher">Of this index; requests get it as soon as it is worth searching.</param>
/// <param name="isRebuilding">Whether the index begins empty while an older one is searched, until this one is whole.</param>
internal sealed class IndexRun(
    IArchive archive, LiveIndex live, PostIndex index, PostSearcher searcher, bool isRebuilding, Metrics metrics, SearchPlanetOptions options, TimeProvider time,
    ILogger logger)
{
    private const string ArchiveDamaged = "The archive is damaged. Stop the server and put a backup in its place: searchplanet archive restore FILE";
    private readonly TimeSpan _refresh = TimeSpan.FromMilliseconds(options.Search.RefreshMs);
    private readonly TimeSpan _commit = TimeSpan.FromSeconds(options.Search.CommitSeconds);
    private readonly IndexFollower _follower = new(archive, index, logger);
    private readonly ArchiveBackoff _backoff = new(Random.Shared);
    private bool _isRebuilding = isRebuilding;
    private int _uncommitted;
    private long _committedAt = time.GetTimestamp();
    private long _merges;

    /// <summary>Follows until it is cancelled or the index fails, and commits what it has taken in.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (live.TakeRebuildRequest())
                {
                    BeginAnew();
                }

                await StepAsync(cancellationToken);
            }
        }
        finally
        {
            // Half of an index made anew must not take the old one's place.
            if (_uncommitted > 0 && !_isRebuilding)
            {
                Commit();
            }
        }
    }

    private void BeginAnew()
    {
        logger.LogInformation("Making the index anew from the archive; searches use the old one meanwhile");
        if (!_isRebuilding)
        {
            live.UseCommitted();
        }

        live.Report(IndexerPhase.Rebuilding, index.LastSequence);
        index.Rebuild();
        (_isRebuilding, _uncommitted) = (true, 0);
    }

    /// <summary>Takes in a batch, and rests where there is no more for now.</summary>
    private async Task StepAsync(CancellationToken cancellationToken)
    {
        int changes;
        try
        {
            changes = await _follower.StepAsync(cancellationToken);
        }
        catch (ArchivePartedException parted)
        {
            logger.LogWarning("The index has read what is not in the archive, and is made anew: {Reason}", parted.Message);
            live.RequestRebuild();
            return;
        }
        catch (Exception failure) when (IsOfTheArchive(failure))
        {
            ReportArchiveAway(failure);
            await Task.Delay(_backoff.Next(), time, cancellationToken);
            return;
        }

        _backoff.Reset();
        TakeNote(changes);
        if (changes == IndexFollower.BatchSize)
        {
            await ReportDistanceAsync(cancellationToken);
            return;
        }

        Rest();
        await Task.Delay(_refresh, time, cancellationToken);
    }

    private static bool IsOfTheArchive(Exception failure) => failure is DbException or TimeoutException;

    private void ReportArchiveAway(Exception failure)
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
    }

    /// <summary>Counts a batch, and shows it to searches unless they have an older index that holds more.</summary>
    private void TakeNote(int changes)
    {
        metrics.RecordIndexing(changes, index.MergeCount - _merges);
        _merges = index.MergeCount;
        if (index.MergeFailure is CorruptIndexException damage && live.ReportDamage())
        {
            logger.LogError(damage, "The index is broken and is made anew from the archive");
        }

        _uncommitted += changes;
        if (changes > 0 && !_isRebuilding)
        {
            Show();
        }
    }

    /// <summary>The end of the archive is reached.</summary>
    private void Rest()
    {
        // The first time, what took so long to make is made safe at once.
        var isFirst = live.Phase != IndexerPhase.Following;
        if (index.MarkWhole() || (_uncommitted > 0 && (isFirst || time.GetElapsedTime(_committedAt) >= _commit)))
        {
            Commit();
        }

        if (_isRebuilding)
        {
            Show();
            _isRebuilding = false;
        }

        live.Report(IndexerPhase.Following, 0);
    }

    private void Show()
    {
        index.Refresh();
        live.Use(searcher, index.LastSequence);
    }

    private void Commit()
    {
        var started = time.GetTimestamp();
        index.Commit();
        var elapsed = time.GetElapsedTime(started);
        metrics.RecordCommit(elapsed);
        logger.LogInformation("Committed {ChangeCount} changes up to sequence {Sequence} in {ElapsedMs:0.0} ms", _uncommitted, index.LastSequence, elapsed.TotalMilliseconds);
        (_uncommitted, _committedAt) = (0, time.GetTimestamp());
    }

    private async Task ReportDistanceAsync(CancellationToken cancellationToken)
    {
        long behind;
        try
        {
            behind = Math.Max(0, await archive.GetLastSequenceAsync(cancellationToken) - index.LastSequence);
        }
        catch (Exception failure) when (IsOfTheArchive(failure))
        {
            // The next step meets it too, and says so.
            return;
        }

        var phase = _isRebuilding ? IndexerPhase.Rebuilding
            : behind < IndexFollower.BatchSize && live.Phase == IndexerPhase.Following ? IndexerPhase.Following
            : IndexerPhase.CatchingUp;
        live.Report(phase, behind);
    }
}
