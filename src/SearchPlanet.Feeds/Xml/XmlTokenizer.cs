using System.Buffers;

namespace SearchPlanet.Feeds.Xml;

/// <summary>
/// Cuts text into the tokens of XML, and never fails: what is no markup is text, what does not end ends with the text.
/// It knows nothing of nesting. Linear: each character is looked at a bounded number of times.
/// </summary>
internal ref struct XmlTokenizer
{
    private static readonly SearchValues<char> TagStops = SearchValues.Create("<>\"'");
    private readonly ReadOnlySpan<char> _text;
    private readonly int _end;
    private int _position;

    /// <summary>Past this place the text is known to hold no quotation mark, so that a search is not repeated.</summary>
    private int _noDoubleQuoteFrom = int.MaxValue;
    private int _noSingleQuoteFrom = int.MaxValue;
    private int _noCommentEndFrom = int.MaxValue;
    private bool _hasOpenSubset;

    public XmlTokenizer(ReadOnlySpan<char> text, int start, int end)
    {
        _text = text;
        _position = start;
        _end = end;
    }

    public XmlTokenKind Kind { get; private set; }

    /// <summary>Where the token begins, its marks included.</summary>
    public int Start { get; private set; }

    /// <summary>Where the next token begins; may be set to go back.</summary>
    public int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>Text: its range. Tags: the range of the attributes. Others: what is between the marks.</summary>
    public int ValueStart { get; private set; }

    public int ValueEnd { get; private set; }

    /// <summary>Tags: the qualified name.</summary>
    public int NameStart { get; private set; }

    public int NameEnd { get; private set; }

    public bool IsSelfClosing { get; private set; }

    /// <summary>The token has no end mark: the document was cut, or a mark is missing.</summary>
    public bool IsBroken { get; private set; }

    public readonly ReadOnlySpan<char> Name => _text[NameStart..NameEnd];

    /// <summary>Moves to the next token; false at the end.</summary>
    public bool Read()
    {
        if (_position >= _end)
        {
            return false;
        }

        Start = _position;
        IsBroken = false;
        if (_text[_position] == '<' && ReadMarkup())
        {
            return true;
        }

        ReadText();
        return true;
    }

    private void ReadText()
    {
        Kind = XmlTokenKind.Text;
        ValueStart = Start;
        var from = _position;

        // At a '<' that begins no markup the text goes on past it.
        if (_text[from] == '<')
        {
            IsBroken = true;
            from++;
        }

        while (true)
        {
            var next = _text[from.._end].IndexOf('<');
            if (next < 0)
            {
                _position = ValueEnd = _end;
                return;
            }

            from += next;
            if (BeginsMarkup(from))
            {
                _position = ValueEnd = from;
                return;
            }

            IsBroken = true;
            from++;
        }
    }

    private readonly bool BeginsMarkup(int at)
    {
        if (at + 1 >= _end)
        {
            return false;
        }

        var next = _text[at + 1];
        return IsNameStart(next) || next is '!' or '?' || (next == '/' && at + 2 < _end && (IsNameStart(_text[at + 2]) || _text[at + 2] == '>'));
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or ':' || c >= '\u00C0';

    private bool ReadMarkup()
    {
        if (!BeginsMarkup(_position))
        {
            return false;
        }

        switch (_text[_position + 1])
        {
            case '!':
                ReadDeclaration();
                return true;
            case '?':
                ReadUntil(XmlTokenKind.ProcessingInstruction, 2, "?>", ">");
                return true;
            case '/':
                ReadEndTag();
                return true;
            default:
                ReadStartTag();
                return true;
        }
    }

    private void ReadDeclaration()
    {
        var rest = _text[_position.._end];
        if (rest.StartsWith("<![CDATA[", StringComparison.OrdinalIgnoreCase))
        {
            ReadCharacterData(rest);
        }
        else if (rest.StartsWith("<!--"))
        {
            ReadComment(rest);
        }
        else if (rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            ReadDocumentType();
        }
        else
        {
            ReadUntil(XmlTokenKind.Comment, 2, ">", ">");
        }
    }

    private void ReadCharacterData(ReadOnlySpan<char> rest)
    {
        Kind = XmlTokenKind.CharacterData;
        ValueStart = _position + "<![CDATA[".Length;
        var length = rest["<![CDATA[".Length..].IndexOf("]]>");
        IsBroken = length < 0;
        ValueEnd = IsBroken ? _end : ValueStart + length;
        _position = IsBroken ? _end : ValueEnd + 3;
    }

    private void ReadComment(ReadOnlySpan<char> rest)
    {
        var length = _position >= _noCommentEndFrom ? -1 : rest[4..].IndexOf("-->");
        if (length >= 0)
        {
            Kind = XmlTokenKind.Comment;
            ValueStart = _position + 4;
            ValueEnd = ValueStart + length;
            _position = ValueEnd + 3;
            return;
        }

        _noCommentEndFrom = Math.Min(_noCommentEndFrom, _position);
        ReadUntil(XmlTokenKind.Comment, 4, ">", ">");
        IsBroken = true;
    }

    private void ReadUntil(XmlTokenKind kind, int markLength, string endMark, string otherEndMark)
    {
        Kind = kind;
        ValueStart = Math.Min(_position + markLength, _end);
        var rest = _text[ValueStart.._end];

        // The nearest '>' bounds the search for the proper mark: an instruction that ends wrongly must not eat the document.
        var near = rest.IndexOf('>');
        var length = near < 0 ? -1 : near + 1 - endMark.Length;
        if (length < 0 || !rest[length..].StartsWith(endMark))
        {
            length = near;
            endMark = otherEndMark;
            IsBroken = near < 0;
        }

        ValueEnd = length < 0 ? _end : ValueStart + length;
        _position = length < 0 ? _end : ValueEnd + endMark.Length;
    }

    private void ReadDocumentType()
    {
        Kind = XmlTokenKind.DocumentType;
        ValueStart = _position + "<!DOCTYPE".Length;
        var at = ValueStart;
        var close = _text[at.._end].IndexOf('>');
        var open = _text[at.._end].IndexOf('[');
        if (open >= 0 && open < close && !_hasOpenSubset)
        {
            var subsetEnd = EndOfSubset(at + open + 1);
            _hasOpenSubset = subsetEnd < 0;
            if (!_hasOpenSubset)
            {
                at = subsetEnd;
                close = _text[at.._end].IndexOf('>');
            }
        }

        IsBroken = close < 0;
        ValueEnd = close < 0 ? _end : at + close;
        _position = close < 0 ? _end : ValueEnd + 1;
    }

    /// <summary>The place after the <c>]</c> that closes an internal subset; quotes and comments inside are skipped.</summary>
    private readonly int EndOfSubset(int at)
    {
        while (at < _end)
        {
            var next = _text[at.._end].IndexOfAny("]\"'<");
            if (next < 0)
            {
                return -1;
            }

            at += next;
            switch (_text[at])
            {
                case ']':
                    return at + 1;
                case '<' when _text[at.._end].StartsWith("<!--"):
                    var commentEnd = _text[at.._end].IndexOf("-->");
                    at = commentEnd < 0 ? _end : at + commentEnd + 3;
                    break;
                case '<':
                    at++;
                    break;
                default:
                    var quoteEnd = _text[(at + 1).._end].IndexOf(_text[at]);
                    at = quoteEnd < 0 ? _end : at + quoteEnd + 2;
                    break;
            }
        }

        return -1;
    }

    private void ReadEndTag()
    {
        Kind = XmlTokenKind.EndTag;
        NameStart = _position + 2;
        var at = EndOfName(NameStart);
        NameEnd = at;
        ValueStart = ValueEnd = at;
        var stop = _text[at.._end].IndexOfAny('<', '>');
        IsBroken = stop < 0 || _text[at + stop] == '<';
        _position = stop < 0 ? _end : at + stop + (IsBroken ? 0 : 1);
    }

    private void ReadStartTag()
    {
        Kind = XmlTokenKind.StartTag;
        IsSelfClosing = false;
        NameStart = _position + 1;
        NameEnd = EndOfName(NameStart);
        ValueStart = NameEnd;
        if (NameEnd < _end && _text[NameEnd] == '>')
        {
            ValueEnd = NameEnd;
            _position = NameEnd + 1;
            return;
        }

        var at = NameEnd;
        while (true)
        {
            var stop = _text[at.._end].IndexOfAny(TagStops);
            if (stop < 0 || _text[at + stop] == '<')
            {
                IsBroken = true;
                ValueEnd = _position = stop < 0 ? _end : at + stop;
                return;
            }

            at += stop;
            if (_text[at] == '>')
            {
                IsSelfClosing = _text[at - 1] == '/';
                ValueEnd = IsSelfClosing ? at - 1 : at;
                _position = at + 1;
                return;
            }

            at = FollowsEquals(at) ? EndOfQuoted(at) : at + 1;
        }
    }

    private readonly bool FollowsEquals(int quote)
    {
        var at = quote - 1;
        while (at > NameEnd && char.IsWhiteSpace(_text[at]))
        {
            at--;
        }

        return _text[at] == '=';
    }

    /// <summary>The place after a quoted value, or where scanning goes on when its closing mark is missing.</summary>
    private int EndOfQuoted(int quote)
    {
        var mark = _text[quote];
        ref var none = ref _noDoubleQuoteFrom;
        if (mark == '\'')
        {
            none = ref _noSingleQuoteFrom;
        }

        var close = quote + 1 >= none ? -1 : _text[(quote + 1).._end].IndexOf(mark);
        if (close < 0)
        {
            none = Math.Min(none, quote + 1);
            return quote + 1;
        }

        // A value may hold '>' but no '<'; with both, the closing mark found belongs to a later tag.
        var value = _text.Slice(quote + 1, close);
        var tagEnd = value.IndexOf('>');
        return tagEnd >= 0 && value[tagEnd..].Contains('<') && value[tagEnd..].IndexOf('=') >= 0
            ? quote + 1
            : quote + 1 + close + 1;
    }

    private readonly int EndOfName(int at)
    {
        while (at < _end && _text[at] is not ('>' or '/' or '<' or ' ' or '\n' or '\t' or '\r' or '=' or '"' or '\''))
        {
            at++;
        }

        return at;
    }
}
