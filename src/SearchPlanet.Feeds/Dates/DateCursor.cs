namespace SearchPlanet.Feeds.Dates;

/// <summary>A place in a date's text.</summary>
internal ref struct DateCursor
{
    private readonly ReadOnlySpan<char> _text;

    public DateCursor(ReadOnlySpan<char> text) => _text = text;

    public int Position { get; set; }

    public readonly bool IsAtEnd => Position >= _text.Length;

    /// <summary>The character here, or NUL past the end.</summary>
    public readonly char Current => IsAtEnd ? '\0' : _text[Position];

    public readonly char Peek(int ahead) => Position + ahead < _text.Length ? _text[Position + ahead] : '\0';

    public bool Skip(char c)
    {
        if (Current != c)
        {
            return false;
        }

        Position++;
        return true;
    }

    public void SkipBlanks()
    {
        while (!IsAtEnd && (char.IsWhiteSpace(Current) || Current == '\u00A0'))
        {
            Position++;
        }
    }

    /// <summary>How many digits stand here.</summary>
    public readonly int CountDigits()
    {
        var count = 0;
        while (char.IsAsciiDigit(Peek(count)))
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads a number of between <paramref name="least"/> and <paramref name="most"/> digits; -1 when there is none.</summary>
    public int Number(int least, int most)
    {
        var count = Math.Min(CountDigits(), most);
        if (count < least)
        {
            return -1;
        }

        var value = 0;
        for (var i = 0; i < count; i++)
        {
            value = (value * 10) + (_text[Position++] - '0');
        }

        return value;
    }

    /// <summary>Skips a fraction of a second.</summary>
    public void SkipFraction()
    {
        if (Current is '.' or ',' && char.IsAsciiDigit(Peek(1)))
        {
            Position++;
            while (char.IsAsciiDigit(Current))
            {
                Position++;
            }
        }
    }

    /// <summary>Reads <c>+05:30</c>, <c>-0800</c>, <c>+01</c> as minutes.</summary>
    public bool TryOffset(out int minutes)
    {
        minutes = 0;
        var start = Position;
        var isWest = Current is '-' or '\u2212';
        if (!isWest && Current != '+')
        {
            return false;
        }

        Position++;
        var hours = Number(1, 2);
        var hasColon = Skip(':');
        var rest = hasColon ? Number(1, 2) : CountDigits() is 2 ? Number(2, 2) : 0;
        if (hours < 0 || rest < 0 || char.IsAsciiDigit(Current))
        {
            Position = start;
            return false;
        }

        minutes = ((hours * 60) + rest) * (isWest ? -1 : 1);
        return true;
    }
}
