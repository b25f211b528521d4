using System.Collections.Immutable;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// A snapshot of an index: immutable, shared by threads, unaffected by writers and merges. Counts its holders: the one who
/// opened it has it until <see cref="Dispose"/>, others between <see cref="TryIncRef"/> and <see cref="DecRef"/>. Nothing
/// read from it may be touched after the last holder let go.
/// </summary>
public sealed class DirectoryReader : IDisposable
{
    private readonly IndexDirectory? _directory;
    private readonly IndexWriter? _writer;
    private readonly long _generation;
    private readonly Action? _onClosed;
    private readonly Lock _ordinalsLock = new();
    private ImmutableDictionary<string, GlobalOrdinals> _ordinals;
    private ImmutableDictionary<string, GlobalOrdinals> _ordinalsBefore;
    private readonly HolderCount _holders = new();
    private int _isDisposed;

    /// <summary>A snapshot over cores that were counted for it.</summary>
    internal DirectoryReader(
        IndexSchema schema, IReadOnlyList<SegmentReader> segments, long version, ImmutableDictionary<string, string> userData, DirectoryReader? before, Action? onClosed, IndexWriter? writer)
    {
        Schema = schema;
        WrittenWith = schema.Fingerprint;
        Version = version;
        UserData = userData;
        _onClosed = onClosed;
        _writer = writer;
        _ordinals = ImmutableDictionary.Create<string, GlobalOrdinals>(StringComparer.Ordinal);
        _ordinalsBefore = before is null ? _ordinals : before.KnownOrdinals();

        var leaves = ImmutableArray.CreateBuilder<Leaf>(segments.Count);
        var docBase = 0;
        foreach (var segment in segments)
        {
            leaves.Add(new Leaf(segment, leaves.Count, docBase));
            docBase += segment.MaxDoc;
            NumDocs += segment.NumDocs;
        }

        Leaves = leaves.MoveToImmutable();
        MaxDoc = docBase;
    }

    private DirectoryReader(IndexDirectory directory, IndexSchema schema, CommitManifest commit, IReadOnlyList<SegmentReader> segments, DirectoryReader? before)
        : this(schema, segments, commit.Version, commit.UserData, before, null, null)
    {
        _directory = directory;
        _generation = commit.Generation;
        WrittenWith = commit.Schema;
    }

    /// <summary>The schema that it is read with.</summary>
    public IndexSchema Schema { get; }

    /// <summary>Fingerprint of the schema that it was written with: another than <see cref="Schema"/>'s for an index of an earlier one.</summary>
    public string WrittenWith { get; }

    public ImmutableArray<Leaf> Leaves { get; }

    /// <summary>Document ids are below this.</summary>
    public int MaxDoc { get; }

    /// <summary>Documents not deleted.</summary>
    public int NumDocs { get; }

    /// <summary>What the last commit before this snapshot was given.</summary>
    public ImmutableDictionary<string, string> UserData { get; }

    /// <summary>Grows with every change of the index that a reader can see, commits and refreshes alike.</summary>
    public long Version { get; }

    /// <summary>
    /// Opens the last good commit. Takes no lock. An index of an earlier schema opens too, if fields were only added since, which have no values then,
    /// or are analysed otherwise, so that it may not find all that it should: see <see cref="WrittenWith"/>.
    /// </summary>
    /// <exception cref="CorruptIndexException">The index is damaged, or of another format or schema.</exception>
    /// <exception cref="IndexNotFoundException">The directory holds no index.</exception>
    public static DirectoryReader Open(IndexDirectory directory, IndexSchema schema)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(schema);
        return CommitFinder.UseLast(directory, commit => OpenCommit(directory, schema, commit, before: null))
            ?? throw new IndexNotFoundException($"There is no index in {directory.Name}.");
    }

    /// <summary>A newer reader, or null when this is the newest: of the last commit, or of what the writer has that gave this one. Shares the segments that are still there.</summary>
    public DirectoryReader? OpenIfChanged()
    {
        if (_writer is not null)
        {
            return _writer.GetReader(this);
        }

        var generations = CommitFinder.Generations(_directory!);
        if (generations.Count == 0 || generations[0] <= _generation)
        {
            return null;
        }

        var reader = CommitFinder.UseLast(_directory!, commit => OpenCommit(_directory!, Schema, commit, this))!;
        if (reader._generation > _generation)
        {
            return reader;
        }

        reader.Dispose();
        return null;
    }

    /// <summary>One numbering of a column's values over all segments; made when first asked for, from that of the snapshot before.</summary>
    public GlobalOrdinals GlobalOrdinals(string field)
    {
        if (Volatile.Read(ref _ordinals).TryGetValue(field, out var ordinals))
        {
            return ordinals;
        }

        lock (_ordinalsLock)
        {
            if (!_ordinals.TryGetValue(field, out ordinals))
            {
                ordinals = Indexing.GlobalOrdinals.Build(Leaves, field, _ordinalsBefore.GetValueOrDefault(field));
                Volatile.Write(ref _ordinals, _ordinals.Add(field, ordinals));

                // What came before must not be kept alive by what came of it.
                _ordinalsBefore = _ordinalsBefore.Remove(field);
            }

            return ordinals;
        }
    }

    /// <summary>The segment that holds a document of the whole index.</summary>
    public Leaf LeafOf(int doc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)doc, (uint)MaxDoc, nameof(doc));
        var low = 0;
        var high = Leaves.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (Leaves[middle].DocBase <= doc)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return Leaves[low];
    }

    /// <summary>Becomes a holder; false when it is closed already.</summary>
    public bool TryIncRef() => _holders.TryAdd();

    /// <summary>Lets go; the last holder closes the segments that no other snapshot has.</summary>
    public void DecRef()
    {
        if (_holders.Remove())
        {
            foreach (var leaf in Leaves)
            {
                leaf.Reader.Core.DecRef();
            }

            _onClosed?.Invoke();
        }
    }

    /// <summary>Lets go of the opener's hold; once is enough, more does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            DecRef();
        }
    }

    private static DirectoryReader OpenCommit(IndexDirectory directory, IndexSchema schema, CommitManifest commit, DirectoryReader? before)
    {
        var numbering = FieldNumbers.Of(schema, commit) ?? throw IndexWriter.OtherSchema(commit, schema);
        List<SegmentReader> segments = [];
        try
        {
            foreach (var segment in commit.Segments)
            {
                var known = before?.Leaves.FirstOrDefault(l => l.Reader.Core.Info == segment.Info)?.Reader;
                var state = IndexWriter.OpenSegment(directory, numbering, segment, known?.Core);
                segments.Add(known is not null && known.Core == state.Core && known.NumDocs == segment.Info.MaxDoc - segment.DeletedDocs ? known : state.Reader);
            }

            return new DirectoryReader(directory, schema, commit, segments, before);
        }
        catch
        {
            segments.ForEach(static s => s.Core.DecRef());
            throw;
        }
    }

    private ImmutableDictionary<string, GlobalOrdinals> KnownOrdinals()
    {
        lock (_ordinalsLock)
        {
            return _ordinalsBefore.SetItems(_ordinals);
        }
    }
}
