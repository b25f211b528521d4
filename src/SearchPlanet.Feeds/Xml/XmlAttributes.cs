namespace SearchPlanet.Feeds.Xml;

/// <summary>Walks the attributes of a tag, however they are written: unquoted, without a value, with a mark missing.</summary>
internal ref struct XmlAttributes
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _count;

    /// <param name="text">What is between the tag's name and its end.</param>
    public XmlAttributes(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The qualified name.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The value with its references still in it.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Moves to the next attribute; false at the end or past <see cref="FeedLimits.MaxAttributes"/>.</summary>
    public bool Read()
    {
        while (_position < _text.Length && (char.IsWhiteSpace(_text[_position]) || _text[_position] is '/' or '=' or '"' or '\''))
        {
            _position++;
        }

        if (_position >= _text.Length || _count++ >= FeedLimits.MaxAttributes)
        {
            return false;
        }

        var start = _position;
        while (_position < _text.Length && _text[_position] != '=' && !char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        Name = _text[start.._position];
        SkipWhiteSpace();
        if (_position < _text.Length && _text[_position] == '=')
        {
            _position++;
            SkipWhiteSpace();
            ReadValue();
        }
        else
        {
            Value = default;
        }

        return true;
    }

    private void ReadValue()
    {
        if (_position < _text.Length && _text[_position] is '"' or '\'')
        {
            var mark = _text[_position];
            var start = _position + 1;
            var length = _text[start..].IndexOf(mark);
            Value = length < 0 ? _text[start..] : _text.Slice(start, length);
            _position = length < 0 ? _text.Length : start + length + 1;
            return;
        }

        var from = _position;
        while (_position < _text.Length && !char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        Value = _text[from.._position];
    }

    private void SkipWhiteSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }
}
