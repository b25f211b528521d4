using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// The one writer of an index. Adding is for one thread at a time (calls are serialised); full buffers are written, and
/// segments merged, in the background. What was added becomes searchable by <see cref="GetReader()"/> and durable by
/// <see cref="Commit"/>; disposing without a commit drops what was not committed.
/// </summary>
/// <remarks>
/// <para>Two locks. <c>_adding</c> is held while documents go into the buffer, while it is handed over, and during a commit. <c>_state</c>
/// guards the list of segments and is held for moments, or for the time to look up a batch of deletions; taken second, never first.</para>
/// <para>A failed write of a buffer loses documents that callers believe added, and what a failed sync left on the disk nobody can know: the
/// writer then refuses everything but disposal, and the index is as the last commit left it. A commit that failed otherwise may be tried
/// again. A failed merge loses nothing: it is tried again when more segments come.</para>
/// </remarks>
public sealed partial class IndexWriter : IDisposable
{
    private readonly IndexDirectory _directory;
    private readonly IndexWriterOptions _options;
    private readonly IDisposable _lock;
    private readonly FileDeleter _deleter;
    private readonly FieldNumbers _numbering;
    private readonly SegmentFlusher _flusher;
    private readonly TokenStream?[] _streams;

    private readonly Lock _adding = new();
    private DocumentBuffer _buffer;
    private DocumentBuffer? _spare;
    private Task _flush = Task.CompletedTask;
    private Exception? _failure;
    private bool _isDisposed;

    private readonly Lock _state = new();
    private ImmutableList<SegmentState> _segments = [];
    private CommitManifest? _commit;
    private HashSet<string> _syncedSegments = new(StringComparer.Ordinal);
    private long _version;
    private long _nextSegment;

    // Documents in the buffers and in the current segments, deleted ones included.
    private long _docs;

    private IndexWriter(IndexDirectory directory, IndexSchema schema, IndexWriterOptions options, IDisposable held)
    {
        _directory = directory;
        Schema = schema;
        _numbering = FieldNumbers.Of(schema);
        _options = options;
        _lock = held;
        _deleter = new FileDeleter(directory);
        _flusher = new SegmentFlusher(directory, schema);
        _streams = [.. schema.Fields.Select(static f => f.Analyzer?.CreateStream())];
        _buffer = new DocumentBuffer(schema, _streams);
    }

    public IndexSchema Schema { get; }

    /// <summary>What the last commit was given.</summary>
    public ImmutableDictionary<string, string> UserData => Volatile.Read(ref _commit)?.UserData ?? ImmutableDictionary<string, string>.Empty;

    /// <summary>Grows with every change that a reader can see.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Opens an index for writing, or starts one where there is none. Leftovers of a crash are removed.</summary>
    /// <exception cref="IndexLockedException">Another writer has it.</exception>
    /// <exception cref="CorruptIndexException">No commit can be used, or it has another format or schema.</exception>
    public static IndexWriter Open(IndexDirectory directory, IndexSchema schema, IndexWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(schema);
        options ??= new IndexWriterOptions();
        var held = directory.ObtainLock(new LockHolder(Environment.ProcessId, Environment.MachineName, options.TimeProvider.GetUtcNow()));
        IndexWriter? writer = null;
        try
        {
            writer = new IndexWriter(directory, schema, options, held);
            writer.Load();
            return writer;
        }
        catch
        {
            writer?.ReleaseSegments();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Adds a document.</summary>
    /// <exception cref="ArgumentException">It does not fit the schema; nothing of it was added.</exception>
    /// <exception cref="IndexFullException">There are <see cref="IndexWriterOptions.MaxDocs"/> already.</exception>
    public void AddDocument(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        lock (_adding)
        {
            EnsureOpen();
            EnsureRoom();
            _buffer.Check(document);
            Add(document);
        }
    }

    /// <summary>Deletes every document that has the term and adds this one, in one step for readers and commits.</summary>
    /// <exception cref="ArgumentException">It does not fit the schema; nothing was deleted or added.</exception>
    /// <exception cref="IndexFullException">There are <see cref="IndexWriterOptions.MaxDocs"/> already; nothing was deleted or added.</exception>
    public void UpdateDocument(Term id, Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        lock (_adding)
        {
            EnsureOpen();
            CheckIndexed(id);
            EnsureRoom();
            _buffer.Check(document);
            _buffer.Delete(id);
            Add(document);
        }
    }

    /// <summary>Deletes every document that has the term.</summary>
    public void DeleteDocuments(Term term)
    {
        lock (_adding)
        {
            EnsureOpen();
            CheckIndexed(term);
            _buffer.Delete(term);
            FlushIfFull();
        }
    }

    /// <summary>Deletes everything.</summary>
    public void DeleteAll()
    {
        lock (_adding)
        {
            EnsureOpen();
            WaitForFlush();
            Interlocked.Add(ref _docs, -_buffer.DocCount);
            _buffer.Clear();
            lock (_state)
            {
                Replace([]);
            }
        }
    }

    /// <summary>Makes everything so far durable; when it returns, no crash loses it.</summary>
    /// <param name="userData">Kept with the commit; null keeps that of the commit before.</param>
    /// <returns>The commit's generation; that of the commit before when nothing changed.</returns>
    public long Commit(IReadOnlyDictionary<string, string>? userData = null)
    {
        lock (_adding)
        {
            EnsureOpen();
            FlushNow();
            return WriteCommit(userData?.ToImmutableDictionary(StringComparer.Ordinal) ?? UserData);
        }
    }

    /// <summary>A snapshot of everything so far, committed or not. The caller disposes of it.</summary>
    public DirectoryReader GetReader() => GetReader(before: null)!;

    /// <summary>Writes what is buffered and gives a snapshot, or null when <paramref name="before"/> is as new.</summary>
    internal DirectoryReader? GetReader(DirectoryReader? before)
    {
        lock (_adding)
        {
            EnsureOpen();
            FlushNow();
            lock (_state)
            {
                if (before is not null && before.Version == _version)
                {
                    return null;
                }

                // The snapshot holds the cores and files; letting go needs no lock of ours.
                ImmutableArray<SegmentState> segments = [.. _segments];
                string[] files = [.. segments.Select(static s => s.Info.FileName)];
                foreach (var segment in segments)
                {
                    segment.Core.TryIncRef();
                }

                _deleter.IncRef(files);
                return new DirectoryReader(Schema, [.. segments.Select(static s => s.Reader)], _version, UserData, before, () => _deleter.DecRef(files), this);
            }
        }
    }

    /// <summary>Stops merging, lets go of the lock and drops what was not committed.</summary>
    public void Dispose()
    {
        lock (_adding)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _stopMerging.Cancel();

            // How it ended was told, or does not matter: its documents are dropped.
            WaitFor(_flush);
        }

        WaitForMerges();
        _stopMerging.Dispose();
        lock (_state)
        {
            // What neither a commit nor a snapshot holds is dropped with the writer.
            _deleter.DecRef(_segments.SelectMany(static s => s.Files()));
        }

        ReleaseSegments();
        _deleter.Close();
        _lock.Dispose();
    }

    // Until a task has ended, however it ends.
    private static void WaitFor(Task task) => task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();

    private void Load()
    {
        List<SegmentState> segments = [];
        var commit = _options.Create ? FindCommitToReplace() : CommitFinder.UseLast(_directory, manifest => OpenSegments(manifest, segments));
        if (commit is not null)
        {
            _commit = commit;
            // What replaces a commit is another version than it, even while it is empty.
            _version = _options.Create ? commit.Version + 1 : commit.Version;
            _nextSegment = commit.NextSegment;
            _segments = [.. segments];
            _docs = segments.Sum(static s => (long)s.Info.MaxDoc);
            _syncedSegments = [.. segments.Select(static s => s.Info.FileName)];
            _deleter.IncRef(commit.Files());
            _deleter.IncRef(segments.SelectMany(static s => s.Files()));
        }

        RemoveLeftovers(commit);
    }

    // Its files stay until there is a new commit: whoever reads them goes on, and would again after a crash of ours.
    private CommitManifest? FindCommitToReplace()
    {
        try
        {
            return CommitFinder.UseLast(_directory, static manifest => manifest with { UserData = ImmutableDictionary<string, string>.Empty });
        }
        catch (CorruptIndexException)
        {
            // Damaged, or of another format: nothing of it is wanted.
            return null;
        }
    }

    private CommitManifest OpenSegments(CommitManifest manifest, List<SegmentState> segments)
    {
        if (manifest.Schema != Schema.Fingerprint)
        {
            throw OtherSchema(manifest, Schema);
        }

        try
        {
            foreach (var segment in manifest.Segments)
            {
                segments.Add(OpenSegment(_directory, _numbering, segment));
            }

            return manifest;
        }
        catch
        {
            segments.ForEach(static s => s.Core.DecRef());
            segments.Clear();
            throw;
        }
    }

    internal static CorruptIndexException OtherSchema(CommitManifest manifest, IndexSchema schema) =>
        new(manifest.FileName, 0, "Other schema", schema.Fingerprint, manifest.Schema) { IsOtherFormat = true };

    internal static SegmentState OpenSegment(IndexDirectory directory, FieldNumbers numbering, CommittedSegment segment, SegmentCore? shared = null)
    {
        var live = segment.DeletionsFile is null
            ? null
            : DeletionsFormat.Read(segment.DeletionsFile, directory.ReadAllBytes(segment.DeletionsFile), segment.Info, segment.DeletedDocs);
        var core = shared is not null && shared.TryIncRef() ? shared : new SegmentCore(directory, numbering, segment.Info);
        return new SegmentState(core, live, segment.DeletedDocs, segment.DeletionsFile);
    }

    private void RemoveLeftovers(CommitManifest? commit)
    {
        HashSet<string> needed = [.. commit?.Files() ?? []];
        foreach (var file in _directory.ListFiles())
        {
            var isOurs = ManifestFormat.TryParseName(file, out _)
                || file.EndsWith(SegmentFormat.Extension, StringComparison.Ordinal)
                || file.EndsWith(DeletionsFormat.Extension, StringComparison.Ordinal)
                || file.EndsWith(SpillBuffer.Extension, StringComparison.Ordinal);
            if (isOurs && !needed.Contains(file))
            {
                // One that a reader holds, on a system where that matters, goes later and stops nobody.
                _deleter.Delete(file);
            }
        }
    }

    private void CheckIndexed(Term term)
    {
        if (Schema[term.Field].IndexOptions == IndexOptions.None)
        {
            throw new ArgumentException($"The field '{term.Field}' is not searchable.", nameof(term));
        }
    }

    private void EnsureOpen()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new IOException("The writer failed before and can only be closed: " + failure.Message, failure);
        }
    }

    private void EnsureRoom()
    {
        if (Interlocked.Read(ref _docs) >= _options.MaxDocs)
        {
            throw new IndexFullException(_options.MaxDocs);
        }
    }

    private void Add(Document document)
    {
        try
        {
            _buffer.Add(document);
            Interlocked.Increment(ref _docs);
        }
        catch (Exception e)
        {
            // Half a document is in the buffer: only an analyzer that throws, or no memory.
            _failure = e;
            throw;
        }

        FlushIfFull();
    }

    private void FlushIfFull()
    {
        if (_buffer.Bytes < _options.RamBufferBytes)
        {
            return;
        }

        WaitForFlush();
        var full = _buffer;
        _buffer = Interlocked.Exchange(ref _spare, null) ?? new DocumentBuffer(Schema, _streams);
        _flush = Task.Run(() => WriteBuffer(full));
    }

    private void FlushNow()
    {
        WaitForFlush();
        if (!_buffer.IsEmpty)
        {
            var buffer = _buffer;
            WriteBuffer(buffer);
            _buffer = Interlocked.Exchange(ref _spare, null)!;
        }
    }

    private void WaitForFlush()
    {
        _flush.GetAwaiter().GetResult();
        EnsureOpen();
    }

    // Writes a buffer as a segment and applies its deletions to those before. One at a time, in the order of the buffers.
    private void WriteBuffer(DocumentBuffer buffer)
    {
        SegmentState? added = null;
        try
        {
            if (buffer.DocCount > 0)
            {
                var name = NextSegmentName(out var id);
                var info = _flusher.Flush(buffer, name, id, out var deleted);
                FixedBitSet? live = null;
                if (deleted is not null)
                {
                    live = new FixedBitSet(info.MaxDoc);
                    live.SetAll();
                    live.AndNot(deleted);
                }

                added = new SegmentState(new SegmentCore(_directory, _numbering, info), live, deleted?.Cardinality() ?? 0, null);
            }

            lock (_state)
            {
                var segments = ApplyDeletions(buffer);
                Replace(added is null ? segments : segments.Add(added), counted: buffer.DocCount);
                added = null;
            }

            buffer.Clear();
            _spare = buffer;
        }
        catch (Exception e)
        {
            added?.Core.DecRef();
            Volatile.Write(ref _failure, e);
            throw;
        }

        StartMerging();
    }

    private string NextSegmentName(out ulong id)
    {
        // Not only a number: a name is never used twice, even after a crash, so nobody mistakes a file for another.
        id = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        return string.Create(CultureInfo.InvariantCulture, $"s{Interlocked.Increment(ref _nextSegment)}-{(uint)id:x8}");
    }

    // The segments without what the buffer deletes; the very same list when that is nothing.
    private ImmutableList<SegmentState> ApplyDeletions(DocumentBuffer buffer)
    {
        if (buffer.Deletions.Count == 0)
        {
            return _segments;
        }

        Term[] terms = [.. buffer.Deletions.Keys];
        Array.Sort(terms, static (a, b) => a.Field != b.Field ? string.CompareOrdinal(a.Field, b.Field) : a.Bytes.Span.SequenceCompareTo(b.Bytes.Span));
        var segments = _segments;
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = Delete(segments[i], terms);
            if (!ReferenceEquals(segment, segments[i]))
            {
                segments = segments.SetItem(i, segment);
            }
        }

        return segments;
    }

    private static SegmentState Delete(SegmentState segment, Term[] terms)
    {
        FixedBitSet? live = null;
        var deleted = segment.DeletedDocs;
        string? field = null;
        TermsEnum? cursor = null;
        PostingsEnum? postings = null;
        foreach (var term in terms)
        {
            if (term.Field != field)
            {
                field = term.Field;
                cursor = segment.Reader.Terms(field)?.Iterator();
            }

            if (cursor is null || !cursor.SeekExact(term.Bytes.Span))
            {
                continue;
            }

            postings = segment.Reader.Postings(field, cursor.State, postings);
            for (var doc = postings.NextDoc(); doc != PostingsEnum.NoMoreDocs; doc = postings.NextDoc())
            {
                if ((live ?? segment.Live)?[doc] ?? true)
                {
                    live ??= CopyLive(segment);
                    live.Clear(doc);
                    deleted++;
                }
            }
        }

        return live is null ? segment : new SegmentState(segment.Core, live, deleted, null);
    }

    private static FixedBitSet CopyLive(SegmentState segment)
    {
        if (segment.Live is not null)
        {
            return segment.Live.Clone();
        }

        var live = new FixedBitSet(segment.Info.MaxDoc);
        live.SetAll();
        return live;
    }

    // Makes a list of segments the current one; _state is held. Counts their documents, files and cores in, and those no longer there out.
    // So many documents of new segments are counted already, having been buffered.
    private void Replace(ImmutableList<SegmentState> segments, int counted = 0)
    {
        if (ReferenceEquals(segments, _segments))
        {
            return;
        }

        var before = _segments;
        List<SegmentState> kept = [];
        List<SegmentCore> emptied = [];
        foreach (var segment in segments)
        {
            if (segment.HasNoLiveDocs && !_merging.Contains(segment.Info.Name))
            {
                emptied.Add(segment.Core);
            }
            else
            {
                kept.Add(segment);
            }
        }

        _segments = [.. kept];
        _version++;
        Interlocked.Add(ref _docs, _segments.Sum(static s => (long)s.Info.MaxDoc) - before.Sum(static s => (long)s.Info.MaxDoc) - counted);
        _deleter.IncRef(_segments.SelectMany(static s => s.Files()));
        HashSet<SegmentCore> cores = [.. _segments.Select(static s => s.Core)];
        List<string> dropped = [];
        foreach (var old in before)
        {
            dropped.AddRange(old.Files());
            if (!cores.Contains(old.Core))
            {
                old.Core.DecRef();
            }
        }

        HashSet<SegmentCore> known = [.. before.Select(static s => s.Core)];
        foreach (var core in emptied)
        {
            if (!known.Contains(core))
            {
                // Born empty: all its documents were deleted while they were buffered.
                core.DecRef();
                _deleter.Delete(core.Info.FileName);
            }
        }

        _deleter.DecRef(dropped);
    }

    // Writes a manifest of the current segments; _adding is held, so that no buffer is written meanwhile. Merges may go on.
    private long WriteCommit(ImmutableDictionary<string, string> userData)
    {
        if (HoldNextCommit(userData, out var segments) is not { } manifest)
        {
            return _commit!.Generation;
        }

        var temporary = manifest.FileName + SpillBuffer.Extension;
        try
        {
            using (var output = _directory.CreateOutput(temporary))
            {
                output.Write(ManifestFormat.Write(manifest));
            }

            Publish(segments, temporary, manifest.FileName);
        }
        catch
        {
            // The manifest may be there or not: if it is, it goes again.
            _deleter.Delete(temporary);
            _deleter.DecRef(manifest.Files());
            throw;
        }

        var before = _commit;
        Volatile.Write(ref _commit, manifest);
        _syncedSegments = [.. segments.Select(static s => s.Info.FileName)];
        if (before is not null)
        {
            _deleter.DecRef(before.Files());
        }

        return manifest.Generation;
    }

    // What the next commit consists of, its files held from now on: a merge may drop them from the current segments any time. Null when
    // the last commit says the same.
    private CommitManifest? HoldNextCommit(ImmutableDictionary<string, string> userData, out ImmutableList<SegmentState> segments)
    {
        while (true)
        {
            SaveDeletions();
            lock (_state)
            {
                segments = _segments;
                var last = _commit;
                if (last is not null && last.Version == _version && SameData(last.UserData, userData))
                {
                    return null;
                }

                // A merge that ended just now may have brought deletions over: those must be on disk too.
                if (segments.Exists(static s => s.HasUnsavedDeletions))
                {
                    continue;
                }

                var manifest = new CommitManifest(
                    (last?.Generation ?? 0) + 1,
                    _version,
                    Interlocked.Read(ref _nextSegment),
                    Schema.Fingerprint,
                    [.. Schema.Fields.Select(static f => KeyValuePair.Create(f.Name, f.Kept))],
                    [.. segments.Select(static s => new CommittedSegment(s.Info, s.DeletionsFile, s.DeletedDocs))],
                    userData);
                _deleter.IncRef(manifest.Files());
                return manifest;
            }
        }
    }

    // Makes segments durable, and then the manifest that names them.
    private void Publish(ImmutableList<SegmentState> segments, string temporary, string manifest)
    {
        try
        {
            foreach (var segment in segments.Where(s => !_syncedSegments.Contains(s.Info.FileName)))
            {
                _directory.Sync(segment.Info.FileName);
            }

            _directory.Sync(temporary);

            // The names of the segments must be there before the name of the manifest is.
            _directory.SyncNames();
            _directory.RenameDurably(temporary, manifest);
        }
        catch (Exception e)
        {
            // Linux tells once that it could not write a page, and forgets it: a second try would return as if all were well.
            Volatile.Write(ref _failure, e);
            throw;
        }
    }

    // Writes the deletions that are only in memory. Their files are of the coming generation: none that a commit needs is overwritten.
    private void SaveDeletions()
    {
        ImmutableList<SegmentState> segments;
        lock (_state)
        {
            segments = _segments;
        }

        foreach (var segment in segments.Where(static s => s.HasUnsavedDeletions))
        {
            var file = DeletionsFormat.FileName(segment.Info.Name, (_commit?.Generation ?? 0) + 1);
            var isKept = false;
            _deleter.IncRef([file]);
            try
            {
                using (var output = _directory.CreateOutput(file))
                {
                    DeletionsFormat.Write(output, segment.Info, segment.Live!, segment.DeletedDocs);
                }

                _directory.Sync(file);
                lock (_state)
                {
                    // Not when it was merged away meanwhile.
                    var at = _segments.IndexOf(segment);
                    if (at >= 0)
                    {
                        _segments = _segments.SetItem(at, segment with { DeletionsFile = file });
                        isKept = true;
                    }
                }
            }
            finally
            {
                if (!isKept)
                {
                    _deleter.DecRef([file]);
                }
            }
        }
    }

    private static bool SameData(ImmutableDictionary<string, string> a, ImmutableDictionary<string, string> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value == p.Value);

    private void ReleaseSegments()
    {
        lock (_state)
        {
            foreach (var segment in _segments)
            {
                segment.Core.DecRef();
            }

            _segments = [];
        }
    }
}
