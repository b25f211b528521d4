using System.Diagnostics;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Search;

namespace SearchPlanet.Server.Indexing;

/// <summary>Takes the archive's changes into an index, from where the index left off.</summary>
internal sealed class IndexFollower(IArchive archive, PostIndex index, ILogger logger)
{
    /// <summary>Changes read at once: bounds the posts in memory.</summary>
    public const int BatchSize = 256;

    /// <summary>The name to listen to for a span a batch: derive, apply.</summary>
    public const string SourceName = "SearchPlanet.Indexing";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Applies the next changes. They are searchable after the index is refreshed, durable after it is committed.</summary>
    /// <returns>How many there were; fewer than <see cref="BatchSize"/> when the end is reached.</returns>
    /// <exception cref="ArchivePartedException">The archive is not the one, or not the state of it, that the index has read.</exception>
    public async Task<int> StepAsync(CancellationToken cancellationToken)
    {
        List<PostChange> changes;
        do
        {
            changes = await ReadAsync(cancellationToken);
        }
        while (await BeginsHistoryAsync(changes.Count == 0, cancellationToken));
        if (changes.Count > 0)
        {
            var planets = await PlanetsByFeedAsync(changes, cancellationToken);
            // Only batches that hold something: twice a second there is nothing to tell.
            using var batch = Source.StartActivity("index batch");
            batch?.SetTag("searchplanet.changes", changes.Count);
            var updates = Derive(changes, planets, cancellationToken);
            using var apply = Source.StartActivity("apply");
            index.Apply(updates, cancellationToken);
        }

        return changes.Count;
    }

    /// <summary>Applies everything there is, from the start if the archive is another than the index has read, and commits.</summary>
    /// <param name="report">Gets the archive's sequence number reached, after each batch.</param>
    /// <returns>Changes applied.</returns>
    public async Task<int> CatchUpAsync(Action<long>? report, CancellationToken cancellationToken)
    {
        var applied = 0;
        int step;
        do
        {
            try
            {
                step = await StepAsync(cancellationToken);
            }
            catch (ArchivePartedException parted)
            {
                logger.LogWarning("The index has read what is not in the archive, and is made anew: {Reason}", parted.Message);
                index.Rebuild();
                step = await StepAsync(cancellationToken);
            }

            applied += step;
            report?.Invoke(index.LastSequence);
        }
        while (step > 0);
        index.MarkWhole();
        index.Commit();
        return applied;
    }

    /// <summary>Makes sure that the index has read nothing but what the archive still holds.</summary>
    /// <returns>Whether another history has begun since the last look: what was read before this one may be of either, and is to be read again.</returns>
    private async Task<bool> BeginsHistoryAsync(bool isAtEnd, CancellationToken cancellationToken)
    {
        // A standby that took over, before anything was written to it.
        if (isAtEnd && await archive.GetLastSequenceAsync(cancellationToken) is var last && last < index.LastSequence)
        {
            throw new ArchivePartedException($"the archive ends at sequence {last}, before {index.LastSequence} that the index has read");
        }

        if (isAtEnd)
        {
            return false;
        }

        var histories = await archive.ListHistoriesAsync(cancellationToken);
        if (histories.Count == 0 || histories[^1].Name == index.ArchiveHistory)
        {
            return false;
        }
        // An index of the first versions knows of no history; it takes the present one for its own.
        if (index is { ArchiveHistory: { } known, LastSequence: > 0 })
        {
            var since = histories.SkipWhile(history => history.Name != known).ToList();
            if (since is [])
            {
                throw new ArchivePartedException("the archive is another than the index has read");
            }

            var stands = since.Skip(1).Min(history => history.Since);
            if (stands < index.LastSequence)
            {
                // Of a restored file nobody can tell how far it goes along with what was read.
                throw new ArchivePartedException(stands == 0
                    ? "a backup was restored"
                    : $"a standby took over or a backup was restored, which had sequence {stands}, and the index has read up to {index.LastSequence}");
            }
        }

        index.ArchiveHistory = histories[^1].Name;
        return true;
    }

    private async Task<List<PostChange>> ReadAsync(CancellationToken cancellationToken)
    {
        var changes = new List<PostChange>(BatchSize);
        await foreach (var change in archive.ReadChangesAsync(index.LastSequence, BatchSize, cancellationToken))
        {
            changes.Add(change);
        }

        return changes;
    }

    /// <summary>The planets that have a feed among their members, by the feed's address, for the feeds that these posts came by.</summary>
    private async Task<Dictionary<string, string>> PlanetsByFeedAsync(List<PostChange> changes, CancellationToken cancellationToken)
    {
        var feeds = changes
            .Where(change => change.Post is not null)
            .SelectMany(change => change.Post!.Sources)
            .Where(source => source.Planet is null)
            .Select(source => source.FeedUrl)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return (await archive.FindFeedsAsync(feeds, cancellationToken))
            .Where(feed => feed.Planet is not null)
            .DistinctBy(feed => feed.Url)
            .ToDictionary(feed => feed.Url, feed => feed.Planet!);
    }

    private PostUpdate[] Derive(List<PostChange> changes, Dictionary<string, string> planets, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("derive");
        // Reading HTML costs more than indexing it, and posts do not depend on each other.
        return [.. changes.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(change => Derive(change, planets))];
    }

    private PostUpdate Derive(PostChange change, Dictionary<string, string> planets) =>
        change.Post is { } post
            ? new PostUpdate(change.Sequence, change.PostId, WithPlanets(post, planets), Read(post))
            : new PostUpdate(change.Sequence, change.PostId, null, null);

    /// <summary>A member's posts are its planet's too. The archive keeps how a post came: from the blog itself.</summary>
    private static Post WithPlanets(Post post, Dictionary<string, string> planets) => post with
    {
        Sources =
        [
            .. post.Sources.Select(source =>
                source.Planet is null && source.FeedUrl is { } feed && planets.TryGetValue(feed, out var planet) ? source with { Planet = planet } : source),
        ],
    };

    private PostContent Read(Post post)
    {
        try
        {
            return PostContentReader.Read(post);
        }
        catch (Exception fault)
        {
            // One post that we cannot read must not keep all later ones out; its title and tags are found all the same.
            logger.LogError(fault, "The body of post {PostId} cannot be read", post.Id);
            return new PostContent();
        }
    }
}
