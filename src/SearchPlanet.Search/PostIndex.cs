using System.Collections.Immutable;
using System.Globalization;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search;

/// <summary>
/// The index over the archive's posts, for writing. One at a time holds a directory, against other processes too; searching needs none of it.
/// Safe for use by one thread at a time.
/// </summary>
public sealed class PostIndex : IDisposable
{
    private const string SequenceKey = "archive-sequence";

    private readonly IndexWriter _writer;
    private readonly Document _document = new();
    private readonly List<PostSearcher> _searchers = [];

    private PostIndex(IndexWriter writer, IndexState openedAs)
    {
        _writer = writer;
        OpenedAs = openedAs;
        LastSequence = SequenceOf(writer.UserData);
    }

    /// <summary>What stood in the directory when it was opened. After <see cref="IndexState.Missing"/> and
    /// <see cref="IndexState.Outdated"/> the index begins empty, with <see cref="LastSequence"/> 0: apply the whole archive.</summary>
    public IndexState OpenedAs { get; }

    /// <summary>The archive's sequence number of the last update applied; 0 for an empty index.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Merges of segments finished since it was opened.</summary>
    public long MergeCount => _writer.MergeCount;

    /// <summary>What ended the last merge before its time; null when it went well. The index is whole without it, only slower.</summary>
    public Exception? MergeFailure => _writer.MergeFailure;

    /// <summary>Opens or creates the index and holds its writer lock until disposed.</summary>
    /// <exception cref="IndexLockedException">Another writer holds the directory; the message says who.</exception>
    public static PostIndex Open(string directory, PostIndexOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(options);
        return Open(new FileIndexDirectory(directory), options);
    }

    /// <summary>The last commit's size and shape, without the writer lock.</summary>
    /// <exception cref="IndexNotFoundException">There is no index.</exception>
    /// <exception cref="CorruptIndexException">It is damaged, or of another format or schema.</exception>
    public static IndexStats ReadStats(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        using var reader = DirectoryReader.Open(new FileIndexDirectory(directory), PostSchema.Instance);
        return new IndexStats(
            reader.NumDocs,
            reader.MaxDoc - reader.NumDocs,
            reader.Leaves.Length,
            new DirectoryInfo(directory).EnumerateFiles().Sum(static f => f.Length),
            SequenceOf(reader.UserData),
            VersionOf(reader),
            PostSchema.Instance.Fingerprint);
    }

    /// <summary>Verifies every checksum and cross-reference of the last commit, without the writer lock.</summary>
    /// <returns>What is broken, in words that name the file; empty when all is well.</returns>
    /// <exception cref="IndexNotFoundException">There is no index.</exception>
    public static IReadOnlyList<string> Check(string directory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Describe(IndexChecker.Check(new FileIndexDirectory(directory), PostSchema.Instance, cancellationToken));
    }

    /// <summary>As <see cref="Check"/>, but only the checksums: damage by the disk, not by a fault of ours, in a fraction of the time.</summary>
    /// <exception cref="IndexNotFoundException">There is no index.</exception>
    public static IReadOnlyList<string> CheckFiles(string directory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Describe(IndexChecker.CheckFiles(new FileIndexDirectory(directory), cancellationToken));
    }

    /// <summary>Takes changes in, in order. They are searchable after <see cref="Refresh"/> or <see cref="Commit"/>, and durable after <see cref="Commit"/>.</summary>
    public void Apply(IEnumerable<PostUpdate> updates, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(updates);
        foreach (var update in updates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = new Term(PostFields.Id, update.PostId);
            if (update is { Post: { } post, Content: { } content })
            {
                PostDocument.Fill(_document, post, content);
                _writer.UpdateDocument(id, _document);
            }
            else
            {
                _writer.DeleteDocuments(id);
            }

            LastSequence = update.Sequence;
        }
    }

    /// <summary>Makes what was applied visible to the searchers of <see cref="CreateSearcher"/>, durable or not; cheap enough for every second.</summary>
    public void Refresh()
    {
        foreach (var searcher in _searchers)
        {
            searcher.MaybeRefresh();
        }
    }

    /// <summary>Makes what was applied durable, and visible to every searcher of the directory that refreshes.</summary>
    public void Commit() =>
        _writer.Commit(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SequenceKey] = LastSequence.ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>Begins an empty index with <see cref="LastSequence"/> 0. Searchers of the directory keep the old one until the next <see cref="Commit"/>.</summary>
    public void Rebuild()
    {
        _writer.DeleteAll();
        LastSequence = 0;
    }

    /// <summary>Merges everything into one segment and commits. Searches go on meanwhile.</summary>
    public void Optimize(CancellationToken cancellationToken)
    {
        _writer.ForceMerge(1, cancellationToken);
        Commit();
    }

    /// <summary>A searcher that sees what was applied as soon as <see cref="Refresh"/> was called. It is the caller's to dispose, before the index.</summary>
    public PostSearcher CreateSearcher()
    {
        var searcher = new PostSearcher(new SnapshotManager(() => new ReaderManager(_writer)), TimeProvider.System);
        _searchers.Add(searcher);
        return searcher;
    }

    /// <summary>Lets the lock go. What was applied and not committed is lost; the archive has it.</summary>
    public void Dispose() => _writer.Dispose();

    internal static PostIndex Open(IndexDirectory directory, PostIndexOptions options)
    {
        var writerOptions = new IndexWriterOptions { RamBufferBytes = (long)options.BufferMegabytes << 20 };
        try
        {
            var writer = IndexWriter.Open(directory, PostSchema.Instance, writerOptions);
            return new PostIndex(writer, writer.UserData.ContainsKey(SequenceKey) ? IndexState.Ready : IndexState.Missing);
        }
        catch (CorruptIndexException)
        {
            // Derived data: whatever is wrong with it, the archive makes it anew.
            return new PostIndex(IndexWriter.Open(directory, PostSchema.Instance, writerOptions with { Create = true }), IndexState.Outdated);
        }
    }

    internal static long SequenceOf(ImmutableDictionary<string, string> userData) =>
        userData.TryGetValue(SequenceKey, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    internal static string VersionOf(DirectoryReader reader) =>
        $"{PostSchema.Instance.Fingerprint.AsSpan(0, 6)}-{reader.Version.ToString(CultureInfo.InvariantCulture)}";

    private static IReadOnlyList<string> Describe(IReadOnlyList<IndexProblem> problems) =>
        [.. problems.Select(static p => $"{p.File}{(p.Section is null ? "" : $", {p.Section}")}{(p.Offset < 0 ? "" : $", byte {p.Offset}")}: {p.Message}")];
}
