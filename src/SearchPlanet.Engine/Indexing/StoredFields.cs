using SearchPlanet.Engine.Codecs;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Reads what documents of one segment stored. For one thread; holds the last block of bodies, so ask in document order.</summary>
public sealed class StoredFields
{
    private readonly FieldNumbers _numbering;
    private readonly SummaryReader? _summary;
    private readonly BodyReader? _body;
    private readonly int _maxDoc;
    private byte[] _original = [];
    private int[] _ends = [];
    private int _block = -1;

    internal StoredFields(FieldNumbers numbering, SummaryReader? summary, BodyReader? body, int maxDoc)
    {
        _numbering = numbering;
        _summary = summary;
        _body = body;
        _maxDoc = maxDoc;
    }

    /// <summary>What result lists show. Valid while the reader is open.</summary>
    public StoredRecord Summary(int doc) =>
        _summary is null ? Nothing(doc) : new StoredRecord(_numbering, _summary.Record(doc), _summary.Section);

    /// <summary>The rest, decompressed. Valid until the next call.</summary>
    public StoredRecord Body(int doc) =>
        _body is null ? Nothing(doc) : new StoredRecord(_numbering, BodyBytes(doc), _body.Section);

    internal ReadOnlySpan<byte> SummaryBytes(int doc) => _summary is null ? default : _summary.Record(doc);

    internal ReadOnlySpan<byte> BodyBytes(int doc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)doc, (uint)_maxDoc, nameof(doc));
        if (_body is null)
        {
            return default;
        }

        var block = _body.BlockOf(doc);
        if (block != _block)
        {
            _block = -1;
            var docs = _body.DocsOf(block);
            if (_ends.Length < docs + 1)
            {
                _ends = new int[docs + 1];
            }

            var length = _body.Decompress(block, ref _original);
            _body.ReadLengths(block, _original.AsSpan(0, length), _ends);
            _block = block;
        }

        var i = doc - _body.FirstDoc(block);
        if ((uint)i >= (uint)_body.DocsOf(block))
        {
            throw _body.Section.Corrupt(0, "Blocks of bodies are out of order");
        }

        return _original.AsSpan(_ends[i], _ends[i + 1] - _ends[i]);
    }

    private StoredRecord Nothing(int doc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)doc, (uint)_maxDoc, nameof(doc));
        return new StoredRecord(_numbering, default, default);
    }
}
