using System.Buffers.Binary;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>An open segment file and the readers of its sections, shared by all snapshots that have the segment. Counts them; the last one unmaps it.</summary>
internal sealed class SegmentCore
{
    private readonly Terms?[] _terms;
    private readonly FieldPostings?[] _postings;
    private readonly Section[] _norms;
    private readonly NumericDocValues?[] _numbers;
    private readonly SortedSetDocValues?[] _sets;
    private readonly FieldNumbers _numbering;
    private readonly HolderCount _holders = new();

    /// <exception cref="CorruptIndexException">The file's frame or a section's header is damaged, or it is of another schema.</exception>
    public SegmentCore(IndexDirectory directory, FieldNumbers numbering, SegmentInfo info)
    {
        Info = info;
        _numbering = numbering;
        BitSets = new BitSetPool(info.MaxDoc);
        var input = directory.OpenInput(info.FileName);
        try
        {
            File = new SegmentFile(input, info.Id);
            ReadInfo();
            var fields = Schema.Fields.Length;
            _terms = new Terms?[fields];
            _postings = new FieldPostings?[fields];
            _norms = new Section[fields];
            _numbers = new NumericDocValues?[fields];
            _sets = new SortedSetDocValues?[fields];
            for (var field = 0; field < fields; field++)
            {
                OpenField(field);
            }

            var summary = File.Find(SectionKind.Summary, 0);
            Summary = summary.Exists ? new SummaryReader(summary, info.MaxDoc) : null;
            var body = File.Find(SectionKind.Body, 0);
            Body = body.Exists ? new BodyReader(body, info.MaxDoc) : null;
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    public SegmentInfo Info { get; }

    /// <summary>The schema that it is read with.</summary>
    public IndexSchema Schema => _numbering.Schema;

    public SegmentFile File { get; }

    /// <summary>Sets of this segment's documents, for searches to borrow.</summary>
    public BitSetPool BitSets { get; }

    public SummaryReader? Summary { get; }

    public BodyReader? Body { get; }

    public Terms? Terms(int field) => _terms[field];

    public FieldPostings? Postings(int field) => _postings[field];

    public Section Norms(int field) => _norms[field];

    public NumericDocValues? Numbers(int field) => _numbers[field];

    public SortedSetDocValues? Sets(int field) => _sets[field];

    /// <summary>A section of a field by its number in the schema; of length 0 when the segment has it not.</summary>
    public Section Find(SectionKind kind, int field) => _numbering.OnDisk(field) is >= 0 and var number ? File.Find(kind, number) : default;

    public StoredFields StoredFields() => new(_numbering, Summary, Body, Info.MaxDoc);

    /// <summary>Becomes a holder; false when the file is unmapped already.</summary>
    public bool TryIncRef() => _holders.TryAdd();

    public void DecRef()
    {
        if (_holders.Remove())
        {
            File.Dispose();
        }
    }

    private void ReadInfo()
    {
        var section = File.Find(SectionKind.Info, 0);
        var info = section.Span<byte>(0, SegmentFormat.InfoBytes);
        var maxDoc = BinaryPrimitives.ReadInt32LittleEndian(info);
        if (maxDoc != Info.MaxDoc || maxDoc <= 0)
        {
            throw section.Corrupt(0, "Wrong number of documents", Info.MaxDoc, maxDoc);
        }

        var fingerprint = BinaryPrimitives.ReadUInt64LittleEndian(info[8..]);
        if (fingerprint != _numbering.Fingerprint)
        {
            throw section.Corrupt(8, "Other schema", $"{_numbering.Fingerprint:x16}", $"{fingerprint:x16}");
        }
    }

    private void OpenField(int field)
    {
        var type = Schema.Fields[field];
        var norms = Find(SectionKind.Norms, field);
        if (norms.Exists && norms.Length != Info.MaxDoc)
        {
            throw norms.Corrupt(0, "Wrong number of norms", Info.MaxDoc, norms.Length);
        }

        _norms[field] = norms;
        var terms = Find(SectionKind.Terms, field);
        if (terms.Exists)
        {
            _terms[field] = new Terms(terms);
            if (_terms[field]!.Options != type.IndexOptions)
            {
                throw terms.Corrupt(28, "Other index options", type.IndexOptions, _terms[field]!.Options);
            }

            _postings[field] = new FieldPostings(
                Find(SectionKind.Postings, field), Find(SectionKind.Positions, field), terms, norms, type.IndexOptions, Info.MaxDoc);
        }

        var numbers = Find(SectionKind.Numeric, field);
        _numbers[field] = numbers.Exists ? new NumericDocValues(numbers, Info.MaxDoc) : null;
        var sets = Find(SectionKind.SortedSet, field);
        _sets[field] = sets.Exists ? new SortedSetDocValues(sets, Info.MaxDoc) : null;
    }
}
