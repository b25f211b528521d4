using SearchPlanet.Engine.Store;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Indexing;

/// <summary>Opens the index for writing. While another process writes it, that process's commits are searched.</summary>
internal sealed class IndexOpener(LiveIndex live, SearchPlanetOptions options, TimeProvider time, ILogger logger)
{
    private readonly TimeSpan _refresh = TimeSpan.FromMilliseconds(options.Search.RefreshMs);

    /// <summary>Waits until the index is ours, and says what it was found to be.</summary>
    /// <param name="damage">Why it must begin with nothing, whatever is there; null: it goes on from what is there, if it can.</param>
    public async Task<PostIndex> OpenAsync(CorruptIndexException? damage, CancellationToken cancellationToken)
    {
        var isReading = false;
        while (true)
        {
            try
            {
                var index = damage is null
                    ? PostIndex.Open(options.IndexDirectory, options.PostIndex)
                    : PostIndex.OpenAnew(options.IndexDirectory, options.PostIndex, damage);
                Tell(index);
                return index;
            }
            catch (IndexLockedException held)
            {
                if (!isReading)
                {
                    isReading = true;
                    logger.LogWarning("Another process writes the index ({Reason}); reading along until it ends", held.Message);
                    WarmUp(live.Searcher, cancellationToken);
                }
            }

            ReadAlong();
            await Task.Delay(_refresh, time, cancellationToken);
        }
    }

    /// <summary>The first search compiles the code and maps the files; the first visitor should not wait for that, nor run out of time.</summary>
    public static void WarmUp(PostSearcher searcher, CancellationToken cancellationToken)
    {
        searcher.Search(new SearchRequest { Query = "warm up", Facets = ["tag", "author", "source", "planet", "kind", "year"] }, cancellationToken);
        searcher.Search(new SearchRequest { Sort = SortOrder.Newest, Limit = 1 }, cancellationToken);
        searcher.Suggest("wa", 1);
    }

    private void ReadAlong()
    {
        string? trouble = null;
        try
        {
            live.Searcher.MaybeRefresh();
        }
        catch (CorruptIndexException unreadable)
        {
            // It is the other's: nothing of it is touched. Another version of the program may well write what this one cannot read.
            trouble = "Another process writes the index, and this one cannot read it.";
            if (live.Trouble != trouble)
            {
                logger.LogWarning("The index that another process writes cannot be read: {Reason}", unreadable.Message);
            }
        }

        live.Report(IndexerPhase.Reading, 0, trouble);
    }

    private void Tell(PostIndex index)
    {
        switch (index.OpenedAs)
        {
            case IndexState.Partial:
                logger.LogInformation("The index holds a part of the archive; going on from sequence {Sequence}", index.LastSequence);
                break;
            case IndexState.Earlier:
                logger.LogWarning("The index is of an earlier version of the program; it is made anew from the archive, and searched until then");
                break;
            case IndexState.Unreadable:
                logger.LogWarning(
                    "The index is of another version of the program, and this one cannot read it: it is made anew from the archive ({Reason})", index.Refused!.Message);
                break;
            case IndexState.Damaged:
                logger.LogError(index.Refused, "The index is broken and is made anew from the archive");
                break;
        }
    }
}
