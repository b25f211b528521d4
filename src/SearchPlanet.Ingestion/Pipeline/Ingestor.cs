using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Checks feeds once, on demand: <c>ingest --once</c> and <c>ingest FEED…</c>.</summary>
public sealed class Ingestor(IArchive archive, FeedProcessor processor, IDocumentSource documents, IngestionOptions options, TimeProvider time)
{
    /// <summary>Checks the named feeds now, or all that are due.</summary>
    /// <param name="feeds">Ids or addresses of subscriptions; null for those that are due.</param>
    /// <param name="progress">Told after each feed; null for nobody.</param>
    /// <returns>A report a feed, in the order of their ends.</returns>
    /// <exception cref="ArgumentException">A named feed is no subscription.</exception>
    public async Task<IReadOnlyList<FeedReport>> IngestOnceAsync(IReadOnlyList<string>? feeds, IProgress<FeedProgress>? progress, CancellationToken cancellationToken)
    {
        var leases = new FeedLeases(archive, options, time);
        var chosen = feeds is null ? await leases.TakeAsync(int.MaxValue, cancellationToken) : await FindAsync(feeds, cancellationToken);
        if (documents is FeedHttpClient { FeedCount: 0 } client)
        {
            client.FeedCount = (await archive.ListFeedsAsync(cancellationToken)).Count(feed => feed.State == FeedState.Active);
        }

        var reports = new List<FeedReport>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        using var lanes = new FetchLanes(options, time, CheckAsync);
        foreach (var feed in chosen)
        {
            lanes.TryAdd(feed, stop.Token);
        }

        foreach (var feed in await lanes.DrainAsync())
        {
            await leases.GiveBackAsync(feed);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return failure is null ? reports : throw new IOException($"The archive could not be written: {failure.Message}", failure);

        async Task CheckAsync(FeedRecord feed, CancellationToken stopToken)
        {
            try
            {
                // What is named is checked whoever else does.
                if (feeds is null && !await leases.BeginAsync(feed, stopToken))
                {
                    return;
                }

                var report = await processor.ProcessAsync(feed, isConditional: true, stopToken);
                lock (reports)
                {
                    reports.Add(report);
                    progress?.Report(new FeedProgress(reports.Count, chosen.Count, report));
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Feeds do not throw, the archive does, and will with the next feed too.
                failure ??= e;
                await stop.CancelAsync();
            }
        }
    }

    private async Task<IReadOnlyList<FeedRecord>> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = new List<FeedRecord>();
        foreach (var name in names)
        {
            found.Add(await archive.GetFeedAsync(name, cancellationToken)
                ?? throw new ArgumentException($"{name} is no subscription; see `feeds list`, or add it with `feeds add`.", nameof(names)));
        }

        return found;
    }
}
