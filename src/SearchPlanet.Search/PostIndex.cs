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

    private const string HistoryKey = "archive-history";

    /// <summary>There while the index has not been whole once. Indexes of the first versions know nothing of it, and are whole.</summary>
    private const string PartialKey = "partial";

    private readonly IndexWriter _writer;
    private readonly Document _document = new();
    private readonly List<PostSearcher> _searchers = [];
    private bool _isPartial;

    private PostIndex(IndexWriter writer, IndexState openedAs, CorruptIndexException? refused = null)
    {
        _writer = writer;
        OpenedAs = openedAs;
        Refused = refused;
        LastSequence = SequenceOf(writer.UserData);
        ArchiveHistory = writer.UserData.GetValueOrDefault(HistoryKey);
        _isPartial = openedAs != IndexState.Ready;
    }

    /// <summary>What stood in the directory when it was opened. Unless it was <see cref="IndexState.Ready"/> or <see cref="IndexState.Partial"/>, the
    /// index begins empty, with <see cref="LastSequence"/> 0: apply the whole archive. What stood there stays for searchers until the next
    /// <see cref="Commit"/>.</summary>
    public IndexState OpenedAs { get; }

    /// <summary>Why it does not go on with what stood there; null when it does, or when there was nothing.</summary>
    public CorruptIndexException? Refused { get; }

    /// <summary>The archive's sequence number of the last update applied; 0 for an empty index.</summary>
    public long LastSequence { get; private set; }

    /// <summary>The archive's history that <see cref="LastSequence"/> counts in, by the name that whoever applies gave it; null when nobody did. Kept with the next <see cref="Commit"/>.</summary>
    public string? ArchiveHistory { get; set; }

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

    /// <summary>As <see cref="Open(string, PostIndexOptions)"/>, but begins empty whatever the directory holds.</summary>
    /// <param name="damage">What is wrong with it.</param>
    /// <exception cref="IndexLockedException">Another writer holds the directory; the message says who.</exception>
    public static PostIndex OpenAnew(string directory, PostIndexOptions options, CorruptIndexException damage)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(options);
        return OpenAnew(new FileIndexDirectory(directory), options, IndexState.Damaged, damage);
    }

    /// <summary>The last commit's size and shape, without the writer lock.</summary>
    /// <exception cref="IndexNotFoundException">There is no index.</exception>
    /// <exception cref="CorruptIndexException">It is damaged, or of a format or schema that this program cannot read.</exception>
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
            reader.WrittenWith,
            StateOf(reader));
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

    /// <summary>Tells that all that the archive held has been applied: the next <see cref="Commit"/> writes an index that is <see cref="IndexState.Ready"/>.</summary>
    /// <returns>Whether it was not before.</returns>
    public bool MarkWhole()
    {
        var isNews = _isPartial;
        _isPartial = false;
        return isNews;
    }

    /// <summary>Makes what was applied durable, and visible to every searcher of the directory that refreshes.</summary>
    public void Commit()
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { [SequenceKey] = LastSequence.ToString(CultureInfo.InvariantCulture) };
        if (ArchiveHistory is not null)
        {
            data[HistoryKey] = ArchiveHistory;
        }

        if (_isPartial)
        {
            data[PartialKey] = "yes";
        }

        _writer.Commit(data);
    }

    /// <summary>Begins an empty index with <see cref="LastSequence"/> 0. Searchers of the directory keep the old one until the next <see cref="Commit"/>.</summary>
    public void Rebuild()
    {
        _writer.DeleteAll();
        LastSequence = 0;
        ArchiveHistory = null;
        _isPartial = true;
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
        try
        {
            var writer = IndexWriter.Open(directory, PostSchema.Instance, OptionsOf(options));
            var isThere = writer.UserData.ContainsKey(SequenceKey);
            return new PostIndex(writer, !isThere ? IndexState.Missing : writer.UserData.ContainsKey(PartialKey) ? IndexState.Partial : IndexState.Ready);
        }
        catch (CorruptIndexException refused)
        {
            // Derived data: whatever is wrong with it, the archive makes it anew.
            return OpenAnew(directory, options, refused.IsOtherFormat && IsReadable(directory) ? IndexState.Earlier : StateOf(refused), refused);
        }
    }

    internal static IndexState StateOf(DirectoryReader reader) =>
        reader.WrittenWith != PostSchema.Instance.Fingerprint ? IndexState.Earlier
        : reader.UserData.ContainsKey(PartialKey) ? IndexState.Partial
        : IndexState.Ready;

    internal static IndexState StateOf(CorruptIndexException refused) => refused.IsOtherFormat ? IndexState.Unreadable : IndexState.Damaged;

    internal static long SequenceOf(ImmutableDictionary<string, string> userData) =>
        userData.TryGetValue(SequenceKey, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    internal static string VersionOf(DirectoryReader reader) =>
        $"{PostSchema.Instance.Fingerprint.AsSpan(0, 6)}-{reader.Version.ToString(CultureInfo.InvariantCulture)}";

    private static PostIndex OpenAnew(IndexDirectory directory, PostIndexOptions options, IndexState state, CorruptIndexException refused) =>
        new(IndexWriter.Open(directory, PostSchema.Instance, OptionsOf(options) with { Create = true }), state, refused);

    private static IndexWriterOptions OptionsOf(PostIndexOptions options) => new() { RamBufferBytes = (long)options.BufferMegabytes << 20 };

    // What a writer must not go on with, searchers may yet be able to read.
    private static bool IsReadable(IndexDirectory directory)
    {
        try
        {
            DirectoryReader.Open(directory, PostSchema.Instance).Dispose();
            return true;
        }
        catch (CorruptIndexException)
        {
            return false;
        }
    }

    private static IReadOnlyList<string> Describe(IReadOnlyList<IndexProblem> problems) =>
        [.. problems.Select(static p => $"{p.File}{(p.Section is null ? "" : $", {p.Section}")}{(p.Offset < 0 ? "" : $", byte {p.Offset}")}: {p.Message}")];
}
