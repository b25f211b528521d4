namespace SearchPlanet.Posts;

/// <summary>The lines of a text, without their ends, with one step back.</summary>
internal ref struct LineReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _start;
    private int _previous;

    public bool TryRead(out ReadOnlySpan<char> line)
    {
        _previous = _start;
        if (_start >= _text.Length)
        {
            line = default;
            return false;
        }

        var rest = _text[_start..];
        var end = rest.IndexOf('\n');
        line = end < 0 ? rest : rest[..end];
        _start += end < 0 ? rest.Length : end + 1;
        line = line.TrimEnd('\r');
        return true;
    }

    /// <summary>Gives the last line once more.</summary>
    public void Unread() => _start = _previous;
}
