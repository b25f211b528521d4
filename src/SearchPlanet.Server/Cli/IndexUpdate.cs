using SearchPlanet.Archive;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Cli;

/// <summary>Brings the index up to the archive after a command has written to it, unless a server is there to do so.</summary>
internal static class IndexUpdate
{
    /// <summary>Does nothing but say so when another process holds the index: it takes the changes from here.</summary>
    public static async Task TryCatchUpAsync(IArchive archive, Session session, CancellationToken cancellationToken)
    {
        PostIndex index;
        try
        {
            index = PostIndex.Open(session.Options.IndexDirectory, session.Options.PostIndex);
        }
        catch (IndexLockedException held)
        {
            await Console.Error.WriteLineAsync($"Another process keeps the index and takes it from here ({held.Message})");
            return;
        }

        using (index)
        {
            await CatchUpAsync(archive, index, session.Log<IndexFollower>(), cancellationToken);
        }
    }

    /// <summary>Indexes everything the archive has and the index has not, with progress.</summary>
    /// <returns>Changes applied.</returns>
    public static async Task<int> CatchUpAsync(IArchive archive, PostIndex index, ILogger logger, CancellationToken cancellationToken)
    {
        var from = index.LastSequence;
        var to = await archive.GetLastSequenceAsync(cancellationToken);
        var follower = new IndexFollower(archive, index, logger);
        return await Terminal.ProgressAsync("Indexing", report =>
            follower.CatchUpAsync(reached => report(reached - from, Math.Max(1, to - from), null), cancellationToken));
    }
}
