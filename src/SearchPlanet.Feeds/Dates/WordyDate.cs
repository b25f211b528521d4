namespace SearchPlanet.Feeds.Dates;

/// <summary>
/// Dates made of words and numbers in any order that makes sense: RFC 822, asctime, and what blogs print for people.
/// The text is read into its parts first (one time, one offset, a month by name, up to three numbers), then the parts
/// are given their meaning.
/// </summary>
internal ref struct WordyDate
{
    private readonly ReadOnlySpan<char> _text;
    private DateCursor _cursor;
    private int _month;
    private int _hour = -1;
    private int _minute;
    private int _second;
    private int _offset;
    private bool _hasOffset;
    private bool _isAfternoon;
    private bool _isMorning;
    private bool _isWrong;
    private int _weekday = -1;
    private string? _region;
    private Parts _numbers;
    private Parts _digits;
    private int _count;
    private bool _isDotted;

    private WordyDate(ReadOnlySpan<char> text)
    {
        _text = text;
        _cursor = new DateCursor(text);
    }

    /// <param name="text">Trimmed, in lower case.</param>
    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        var date = new WordyDate(text);
        date.ReadParts();
        return date._isWrong ? null : date.Make();
    }

    private void ReadParts()
    {
        while (!_cursor.IsAtEnd && !_isWrong)
        {
            var c = _cursor.Current;
            if (char.IsAsciiDigit(c))
            {
                ReadNumber();
            }
            else if (char.IsLetter(c))
            {
                ReadWord();
            }
            else if (c == '(')
            {
                var close = _text[_cursor.Position..].IndexOf(')');
                _cursor.Position = close < 0 ? _text.Length : _cursor.Position + close + 1;
            }
            else if (c is '+' or '-' or '\u2212' && _hour >= 0 && !char.IsWhiteSpace(_cursor.Peek(1)))
            {
                ReadOffset();
            }
            else
            {
                _cursor.Position++;
            }
        }
    }

    private void ReadOffset()
    {
        // A sign after the time must begin an offset: "+zz:00" is no date.
        _isWrong = _hasOffset || !_cursor.TryOffset(out _offset) || _cursor.Current == ':';
        _hasOffset = true;
    }

    private void ReadNumber()
    {
        var digits = _cursor.CountDigits();
        if (_cursor.Peek(digits) == ':' && digits <= 2 && char.IsAsciiDigit(_cursor.Peek(digits + 1)))
        {
            ReadTime();
            return;
        }

        var value = _cursor.Number(1, 4);
        if (digits > 4 || _count >= 3)
        {
            _isWrong = true;
            return;
        }

        _digits[_count] = digits;
        _numbers[_count++] = value;
        _isDotted |= _cursor.Current == '.' && char.IsAsciiDigit(_cursor.Peek(1));
        SkipOrdinalSuffix();
    }

    private void SkipOrdinalSuffix()
    {
        var rest = _text[_cursor.Position..];
        if (rest.StartsWith("st") || rest.StartsWith("nd") || rest.StartsWith("rd") || rest.StartsWith("th") || rest.StartsWith("er"))
        {
            var isWhole = rest.Length == 2 || !char.IsLetter(rest[2]);
            _cursor.Position += isWhole ? 2 : 0;
        }
    }

    private void ReadTime()
    {
        _isWrong = _hour >= 0;
        _hour = _cursor.Number(1, 2);
        _cursor.Skip(':');
        _minute = _cursor.Number(1, 2);
        if (_cursor.Skip(':'))
        {
            _second = _cursor.Number(1, 2);
        }

        _cursor.SkipFraction();
        _isWrong |= _second < 0 || _cursor.Current == ':' || char.IsAsciiDigit(_cursor.Current);
    }

    private void ReadWord()
    {
        var start = _cursor.Position;
        while (char.IsLetter(_cursor.Current) || (_cursor.Current is '/' or '_' && char.IsLetter(_cursor.Peek(1))) || (_cursor.Position > start && char.IsAsciiDigit(_cursor.Current)))
        {
            _cursor.Position++;
        }

        var word = _text[start.._cursor.Position];
        if (word is "a" or "p" && _cursor.Current == '.' && _cursor.Peek(1) == 'm')
        {
            _cursor.Position += 2;
            word = word is "a" ? "am" : "pm";
        }

        Understand(word);
    }

    private void Understand(ReadOnlySpan<char> word)
    {
        if (word is "pm" or "am")
        {
            // "3pm" has its hour among the numbers.
            if (_hour < 0 && _count > 0)
            {
                _hour = _numbers[--_count];
            }

            _isAfternoon = word is "pm";
            _isMorning = word is "am";
        }
        else if (_hour >= 0 && ZoneNames.TryGet(word, out var minutes))
        {
            if (!_hasOffset)
            {
                _offset = minutes;
            }
        }
        else if (_hour >= 0 && word.Contains('/'))
        {
            _region = word.ToString();
        }
        else if (MonthNames.Of(word) is > 0 and var month)
        {
            // The last one counts: "mar., 01 déc. 2020" begins with a Tuesday.
            _month = month;
        }

        if (_weekday < 0 && word.Length >= 3)
        {
            _weekday = word[..3] switch
            {
                "sun" => 0,
                "mon" => 1,
                "tue" => 2,
                "wed" => 3,
                "thu" => 4,
                "fri" => 5,
                "sat" => 6,
                _ => -1,
            };
        }
    }

    private DateTimeOffset? Make()
    {
        if (!TryDay(out var year, out var month, out var day))
        {
            return null;
        }

        var hour = Math.Max(_hour, 0);
        if (_isAfternoon && hour < 12)
        {
            hour += 12;
        }
        else if (_isMorning && hour == 12)
        {
            hour = 0;
        }

        if (_region is not null && !_hasOffset && FeedDate.Make(year, month, day, hour, _minute, _second, 0) is { } local)
        {
            _offset = ZoneNames.OfRegion(_region, DateTime.SpecifyKind(local.DateTime, DateTimeKind.Unspecified));
        }

        return FeedDate.Make(year, month, day, hour, _minute, _second, _offset);
    }

    private readonly bool TryDay(out int year, out int month, out int day)
    {
        year = 0;
        month = _month;
        day = 1;
        if (_month > 0)
        {
            return TryNamed(out year, out day);
        }

        if (_count != 3)
        {
            return false;
        }

        if (_digits[0] == 4)
        {
            (year, month, day) = (_numbers[0], _numbers[1], _numbers[2]);
            return true;
        }

        year = _digits[2] <= 2 ? FeedDate.Century(_numbers[2]) : _numbers[2];
        return TryDayAndMonth(year, out month, out day);
    }

    private readonly bool TryNamed(out int year, out int day)
    {
        year = 0;
        day = 1;
        switch (_count)
        {
            // "Nov. 2020"; with a time the day must not be missing.
            case 1 when _digits[0] == 4 && _hour < 0:
                year = _numbers[0];
                return true;
            case 2 when _digits[0] >= 3:
                (year, day) = (_numbers[0], _numbers[1]);
                return _digits[1] <= 2;
            case 2:
                day = _numbers[0];
                year = _digits[1] <= 2 ? FeedDate.Century(_numbers[1]) : _numbers[1];
                return true;
            default:
                return false;
        }
    }

    /// <summary>Two numbers before a year: which is the day is told by its size, by dots, by the weekday, or not at all.</summary>
    private readonly bool TryDayAndMonth(int year, out int month, out int day)
    {
        (day, month) = (_numbers[0], _numbers[1]);
        if ((_isDotted && month <= 12) || month == day || (day > 12 && month <= 12))
        {
            return true;
        }

        if (month > 12 && day <= 12)
        {
            (day, month) = (month, day);
            return true;
        }

        var fitsDayFirst = Falls(year, month, day);
        var fitsMonthFirst = Falls(year, day, month);
        if (fitsMonthFirst && !fitsDayFirst)
        {
            (day, month) = (month, day);
        }

        return fitsDayFirst != fitsMonthFirst;
    }

    private readonly bool Falls(int year, int month, int day) =>
        _weekday >= 0 && FeedDate.Make(year, month, day, 0, 0, 0, 0) is { } date && (int)date.DayOfWeek == _weekday;

    [System.Runtime.CompilerServices.InlineArray(3)]
    private struct Parts
    {
        private int _first;
    }
}
