using System.Runtime.CompilerServices;
using System.Text;
using SearchPlanet.Engine.Analysis;
using SearchPlanet.Engine.Codecs;
using SearchPlanet.Engine.Documents;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// One field of the documents buffered in memory: its terms numbered by a hash, and the numbers of all tokens in the order they
/// came. Adding a token is a look-up and an append; flushing sorts the tokens by term once, by counting.
/// </summary>
internal sealed class FieldBuffer(FieldType type, TokenStream? stream)
{
    /// <summary>In <see cref="Tokens"/>, before a token: the low bits are its position increment, where that is not 1.</summary>
    public const uint IncrementMark = 1u << 31;

    // Every token has its number, and a slot of eight bytes when it is sorted.
    private const int BytesPerToken = sizeof(uint) + sizeof(ulong);

    private byte[] _utf8 = new byte[256];
    private int[] _counts = new int[64];
    private int[] _docs = new int[16];
    private int[] _tokenEnds = new int[16];
    private int _docCount;
    private int _skipped;
    private int _length;
    private int _currentDoc = -1;

    public FieldType Type => type;

    public TermHash Terms { get; } = new();

    public NumberLog Tokens { get; } = new();

    /// <summary>Numbers of the terms in the field's column, document by document.</summary>
    public NumberLog ColumnTerms { get; } = new();

    public List<(int Doc, int End)> ColumnEnds { get; } = [];

    public List<(int Doc, long Value)> Numbers { get; } = [];

    /// <summary>Lengths of documents, as norms, up to the last that has the field.</summary>
    public byte[] Norms { get; private set; } = new byte[16];

    public bool HasTokens => _docCount > 0;

    /// <summary>Documents with tokens.</summary>
    public int DocCount => _docCount;

    /// <summary>How often each term came.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, Terms.Count);

    /// <summary>The document and the end of its tokens in <see cref="Tokens"/>; they begin where those of the one before end.</summary>
    public (int Doc, int End) DocAt(int i) => (_docs[i], _tokenEnds[i]);

    public long Bytes => Terms.Bytes + ((long)Tokens.Count * BytesPerToken) + ((long)ColumnTerms.Count * sizeof(uint)) + (Numbers.Count * 16L) + (_docCount * 9L) + (Terms.Count * 4L);

    public void AddText(int doc, string text)
    {
        if (stream is null)
        {
            throw new ArgumentException($"The field '{type.Name}' has no analyzer.", nameof(text));
        }

        var isFurther = doc == _currentDoc;
        Begin(doc);
        if (isFurther)
        {
            _skipped += type.PositionIncrementGap;
        }

        stream.Reset(text.AsMemory());
        var token = stream.Token;
        while (stream.IncrementToken())
        {
            var increment = token.PositionIncrement;
            var term = ToUtf8(token.Term);
            if (term.Length > TermsFormat.MaxTermBytes)
            {
                // No such term is ever looked for; its place stays free.
                _skipped += increment;
                continue;
            }

            AddToken(term, increment);
        }
    }

    public void AddKeyword(int doc, string keyword)
    {
        var term = ToUtf8(keyword);
        if (term.Length > TermsFormat.MaxTermBytes)
        {
            throw new ArgumentException($"A keyword of the field '{type.Name}' has more than {TermsFormat.MaxTermBytes} bytes.", nameof(keyword));
        }

        int number;
        if (type.IndexOptions != IndexOptions.None)
        {
            var isFurther = doc == _currentDoc;
            Begin(doc);
            number = AddToken(term, isFurther ? 1 + type.PositionIncrementGap : 1);
        }
        else
        {
            number = NumberOf(term);
        }

        if (type.DocValues == DocValuesKind.SortedSet)
        {
            ColumnTerms.Add((uint)number);
            if (ColumnEnds.Count > 0 && ColumnEnds[^1].Doc == doc)
            {
                ColumnEnds[^1] = (doc, ColumnTerms.Count);
            }
            else
            {
                ColumnEnds.Add((doc, ColumnTerms.Count));
            }
        }
    }

    public void AddLong(int doc, long value)
    {
        if (type.DocValues != DocValuesKind.Numeric)
        {
            return;
        }

        if (Numbers.Count > 0 && Numbers[^1].Doc == doc)
        {
            throw new ArgumentException($"The field '{type.Name}' has one number a document.", nameof(value));
        }

        Numbers.Add((doc, value));
    }

    /// <summary>Ends a document: its length becomes a norm.</summary>
    public void FinishDocument(int doc)
    {
        if (_currentDoc != doc || Tokens.Count == (_docCount == 0 ? 0 : _tokenEnds[_docCount - 1]))
        {
            return;
        }

        if (_docCount == _docs.Length)
        {
            Array.Resize(ref _docs, 2 * _docs.Length);
            Array.Resize(ref _tokenEnds, 2 * _tokenEnds.Length);
        }

        _docs[_docCount] = doc;
        _tokenEnds[_docCount++] = Tokens.Count;
        if (type.HasNorms)
        {
            if (doc >= Norms.Length)
            {
                var norms = Norms;
                Array.Resize(ref norms, Math.Max(doc + 1, 2 * norms.Length));
                Norms = norms;
            }

            Norms[doc] = SmallFloat.IntToByte4(Math.Max(1, _length));
        }
    }

    public void Clear()
    {
        Terms.Clear();
        Tokens.Clear();
        ColumnTerms.Clear();
        ColumnEnds.Clear();
        Numbers.Clear();
        Norms.AsSpan().Clear();
        _docCount = 0;
        _currentDoc = -1;
    }

    private void Begin(int doc)
    {
        if (_currentDoc != doc)
        {
            _currentDoc = doc;
            _skipped = 0;
            _length = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AddToken(ReadOnlySpan<byte> term, int increment)
    {
        var number = NumberOf(term);
        _counts[number]++;
        increment += _skipped;
        _skipped = 0;
        if (increment != 1)
        {
            // A text cannot begin before its first position.
            Tokens.Add(IncrementMark | (uint)(_length == 0 ? Math.Max(1, increment) : increment));
        }

        Tokens.Add((uint)number);

        // As Lucene's BM25: tokens at the place of another do not make a text longer.
        _length += increment > 0 || _length == 0 ? 1 : 0;
        return number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NumberOf(ReadOnlySpan<byte> term)
    {
        var before = Terms.Count;
        var number = Terms.Add(term);
        if (number == before)
        {
            if (number == _counts.Length)
            {
                Array.Resize(ref _counts, 2 * _counts.Length);
            }

            _counts[number] = 0;
        }

        return number;
    }

    private ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<char> text)
    {
        if (text.Length * 3 > _utf8.Length)
        {
            _utf8 = new byte[text.Length * 3];
        }

        var bytes = _utf8;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= 0x80)
            {
                return bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes));
            }

            bytes[i] = (byte)c;
        }

        return bytes.AsSpan(0, text.Length);
    }
}
