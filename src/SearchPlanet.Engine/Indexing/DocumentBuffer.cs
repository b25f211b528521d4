using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Documents in memory on their way to a segment, and the deletions that came between them. For one thread at a time.</summary>
internal sealed class DocumentBuffer
{
    private readonly IndexSchema _schema;
    private readonly FieldBuffer[] _fields;
    private readonly ByteBuffer _summary = new();
    private readonly ByteBuffer _body = new();
    private readonly BodyCompressor _compressor = new();
    private readonly List<byte[]> _bodyBlocks = [];
    private readonly List<int> _bodyBlockDocs = [];
    private readonly List<int> _summaryEnds = [];
    private readonly ByteBuffer _summaries = new();
    private readonly bool _hasSummary;
    private readonly bool _hasBody;
    private long _storedBytes;
    private long _deletionBytes;

    public DocumentBuffer(IndexSchema schema, TokenStream?[] streams)
    {
        _schema = schema;
        _fields = [.. schema.Fields.Select((type, i) => new FieldBuffer(type, streams[i]))];
        _hasSummary = schema.Fields.Any(static f => f.Stored == StoredKind.Summary);
        _hasBody = schema.Fields.Any(static f => f.Stored == StoredKind.Body);
    }

    public int DocCount { get; private set; }

    /// <summary>For each term the number of documents buffered before its last deletion: those with the term are deleted.</summary>
    public Dictionary<Term, int> Deletions { get; } = [];

    public ReadOnlySpan<FieldBuffer> Fields => _fields;

    public bool IsEmpty => DocCount == 0 && Deletions.Count == 0;

    /// <summary>Memory that the buffer needs until it is written.</summary>
    public long Bytes
    {
        get
        {
            var bytes = _storedBytes + _deletionBytes;
            foreach (var buffer in _fields)
            {
                bytes += buffer.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>Adds a document that passed <see cref="Check"/>. An analyzer that throws leaves the buffer unusable.</summary>
    /// <returns>Its id in the buffer.</returns>
    public int Add(Document document)
    {
        var doc = DocCount;
        _summary.Clear();
        _body.Clear();
        foreach (var value in document.Values)
        {
            Add(doc, value);
        }

        Finish(doc);
        return doc;
    }

    /// <summary>Checks a document before anything of it is buffered, so that a refused one leaves no trace.</summary>
    /// <exception cref="ArgumentException">It has a field that the schema has not, or a value that its field cannot hold.</exception>
    public void Check(Document document)
    {
        var values = document.Values;
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            var type = _schema[value.Field];
            switch (value.Kind)
            {
                case FieldValueKind.Text when type.Analyzer is null:
                    throw new ArgumentException($"The field '{type.Name}' has no analyzer.", nameof(document));
                case FieldValueKind.Keyword when value.Text.Length * 3 > TermsFormat.MaxTermBytes && Encoding.UTF8.GetByteCount(value.Text) > TermsFormat.MaxTermBytes:
                    throw new ArgumentException($"A keyword of the field '{type.Name}' has more than {TermsFormat.MaxTermBytes} bytes.", nameof(document));
                case FieldValueKind.Long when type.DocValues == DocValuesKind.Numeric:
                    for (var j = 0; j < i; j++)
                    {
                        if (values[j].Kind == FieldValueKind.Long && values[j].Field == value.Field)
                        {
                            throw new ArgumentException($"The field '{type.Name}' has one number a document.", nameof(document));
                        }
                    }

                    break;
            }
        }
    }

    public void Delete(Term term)
    {
        if (Deletions.TryAdd(term, DocCount))
        {
            _deletionBytes += 100 + term.Bytes.Length;
        }
        else
        {
            Deletions[term] = DocCount;
        }
    }

    public bool HasSummary => _hasSummary;

    public bool HasBody => _hasBody;

    public ReadOnlySpan<byte> SummaryOf(int doc)
    {
        var begin = doc == 0 ? 0 : _summaryEnds[doc - 1];
        return _summaries.Written[begin.._summaryEnds[doc]];
    }

    /// <summary>Gives the blocks of bodies to a segment.</summary>
    public void WriteBodies(BodyWriter writer)
    {
        CloseBodyBlock();
        for (var i = 0; i < _bodyBlocks.Count; i++)
        {
            writer.AddBlock(_bodyBlocks[i], _bodyBlockDocs[i]);
        }
    }

    public void Clear()
    {
        foreach (var field in _fields)
        {
            field.Clear();
        }

        DocCount = 0;
        _storedBytes = _deletionBytes = 0;
        Deletions.Clear();
        _summaries.Clear();
        _summaryEnds.Clear();
        _compressor.Clear();
        _bodyBlocks.Clear();
        _bodyBlockDocs.Clear();
    }

    private void Add(int doc, in FieldValue value)
    {
        var number = _schema.NumberOf(value.Field);
        var field = _fields[number];
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                if (field.Type.IndexOptions != IndexOptions.None)
                {
                    field.AddText(doc, value.Text);
                }

                break;
            case FieldValueKind.Keyword:
                if (field.Type.IndexOptions != IndexOptions.None || field.Type.DocValues == DocValuesKind.SortedSet)
                {
                    field.AddKeyword(doc, value.Text);
                }

                break;
            case FieldValueKind.Long:
                field.AddLong(doc, value.Number);
                break;
        }

        if (field.Type.Stored == StoredKind.None)
        {
            return;
        }

        var to = field.Type.Stored == StoredKind.Summary ? _summary : _body;
        switch (value.Kind)
        {
            case FieldValueKind.Long:
                StoredRecordFormat.Write(to, number, value.Number);
                break;
            case FieldValueKind.StoredBytes:
                StoredRecordFormat.Write(to, number, value.Bytes.Span, isText: false);
                break;
            default:
                StoredRecordFormat.Write(to, number, value.Text);
                break;
        }
    }

    private void Finish(int doc)
    {
        foreach (var field in _fields)
        {
            field.FinishDocument(doc);
        }

        if (_hasSummary)
        {
            _summaries.Write(_summary.Written);
            _summaryEnds.Add(_summaries.Length);
            _storedBytes += _summary.Length + sizeof(int);
        }

        if (_hasBody)
        {
            _compressor.Add(_body.Written);
            if (_compressor.IsFull)
            {
                CloseBodyBlock();
            }
        }

        DocCount++;
    }

    private void CloseBodyBlock()
    {
        if (_compressor.Docs > 0)
        {
            _bodyBlockDocs.Add(_compressor.Docs);
            var block = _compressor.TakeBlock().ToArray();
            _bodyBlocks.Add(block);
            _storedBytes += block.Length;
        }
    }
}
