using System.Collections.Frozen;

namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// Cuts what developers write: a run of word characters with its inner connectors (<c>. - _ / :: '</c>) and the signs
/// that belong to it (<c>--fake</c>, <c>.NET</c>, <c>C++</c>, <c>C#</c>) is one compound, from which come
/// <list type="number">
/// <item>the whole as typed, folded, at the position of its first part (<see cref="TokenFlags.Identifier"/>);</item>
/// <item>each piece between dots, hyphens, slashes and underscores, at positions of its own, so that neighbours in a
/// phrase stay neighbours;</item>
/// <item>the parts of a piece that changes case or from letters to digits (<c>QuerySet</c>, <c>python3.14</c>), all at
/// the piece's position: who writes <c>queryset api</c> still meets <c>QuerySet API</c>;</item>
/// <item>the stem of each piece of letters, where it differs (<see cref="StemMarker"/>).</item>
/// </list>
/// Numbers keep their dots (<c>3.14</c>). The rest follows UAX #29 as <see cref="StandardTokenizer"/> does.
/// </summary>
internal sealed class DeveloperTokenizer(bool isCode) : Tokenizer
{
    private const int MaxWordLength = 255;

    // Beyond these a compound is a path, a URL or data: its pieces are findable, the whole is not worth a term.
    private const int MaxWholeLength = 80;
    private const int MaxPieces = 10;

    // What is read at once of a text without blanks, however long: a compound as long as that is data, and is cut.
    private const int MaxRunLength = 4096;
    private const int MaxPiecesAtOnce = 1024;

    // Names, not identifiers: their halves mislead (who looks for java does not want JavaScript).
    private static readonly FrozenSet<string> Names = new[]
    {
        "coffeescript", "github", "gitlab", "javascript", "linkedin", "powershell", "stackoverflow", "typescript",
        "wordpress", "youtube",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly StemCache _stems = new();
    private readonly List<Pending> _queue = [];
    private readonly List<Piece> _pieces = [];
    private char[] _folded = new char[2048];
    private int _foldedLength;
    private int _next;
    private int _at;
    private int _gap;

    public override void Reset(ReadOnlyMemory<char> text)
    {
        base.Reset(text);
        _at = 0;
        _gap = 1;
        _queue.Clear();
        _next = 0;
    }

    public override bool IncrementToken()
    {
        while (_next == _queue.Count)
        {
            _queue.Clear();
            _next = 0;
            _foldedLength = 0;
            if (!ReadCompound(Text.Span))
            {
                return false;
            }
        }

        var pending = _queue[_next++];
        Token.SetTerm(_folded.AsSpan(pending.FoldedStart, pending.FoldedLength));
        Token.StartOffset = pending.Start;
        Token.EndOffset = pending.End;
        Token.PositionIncrement = pending.PositionIncrement;
        Token.PositionLength = pending.PositionLength;
        Token.Flags = pending.Flags;
        return true;
    }

    private static bool IsWordCharacter(ReadOnlySpan<char> text, int i)
    {
        if ((uint)i >= (uint)text.Length)
        {
            return false;
        }

        var c = text[i];
        if (c < 0x80)
        {
            return char.IsAsciiLetterOrDigit(c) || c == '_';
        }

        return WordBreaks.At(text, i, out _) is WordBreakClass.ALetter or WordBreakClass.Numeric
            or WordBreakClass.HebrewLetter or WordBreakClass.ExtendNumLet;
    }

    private static bool IsLetterOrDigit(ReadOnlySpan<char> text, int i) => IsWordCharacter(text, i) && text[i] != '_';

    private static bool IsApostrophe(char c) => c is '\'' or '\u2019';

    /// <summary>The end of the word characters from <paramref name="i"/> on, with combining marks and inner apostrophes.</summary>
    private static int WordEnd(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length)
        {
            if (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')
            {
                i++;
                continue;
            }

            if (IsWordCharacter(text, i) || (text[i] >= 0x80 && WordBreaks.At(text, i, out _) == WordBreakClass.Extend))
            {
                i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                continue;
            }

            if (IsApostrophe(text[i]) && i > 0 && char.IsLetter(text[i - 1]) && i + 1 < text.Length && char.IsLetter(text[i + 1]))
            {
                i++;
                continue;
            }
            // 3.14 and 1,000 stay whole.
            if (text[i] is '.' or ',' && i > 0 && char.IsAsciiDigit(text[i - 1]) && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                i++;
                continue;
            }

            break;
        }

        return i;
    }

    /// <summary>How long the connector at <paramref name="i"/> is, 0 when the compound ends there.</summary>
    private int Connector(ReadOnlySpan<char> text, int i)
    {
        if (i + 1 >= text.Length)
        {
            return 0;
        }

        return text[i] switch
        {
            '.' or '-' or '\u2010' or '\u2011' when IsWordCharacter(text, i + 1) => 1,
            '/' when !isCode && IsLetterOrDigit(text, i + 1) && char.IsLetter(text[i - 1]) => 1,
            ':' when text[i + 1] == ':' && IsWordCharacter(text, i + 2) => 2,
            _ => 0,
        };
    }

    /// <summary>Fills the queue with the tokens of the next compound; false at the end of the text.</summary>
    private bool ReadCompound(ReadOnlySpan<char> text)
    {
        var i = _at;
        while (i < text.Length && !IsWordCharacter(text, i))
        {
            if (text[i] >= 0x80 && ReadOther(text, ref i))
            {
                _at = i;
                return true;
            }

            if (i < text.Length && !IsWordCharacter(text, i))
            {
                i++;
            }
        }

        if (i >= text.Length)
        {
            _at = i;
            return false;
        }

        var start = i;
        _pieces.Clear();
        var slashes = 0;
        while (true)
        {
            var end = WordEnd(text[..Math.Min(text.Length, i + MaxRunLength)], i);
            AddPieces(text, i, end);
            i = end;
            var connector = Connector(text, i);
            if (connector == 0 || _pieces.Count >= MaxPiecesAtOnce)
            {
                break;
            }

            slashes += text[i] == '/' ? 1 : 0;
            i += connector;
        }

        var wholeStart = PrefixStart(text, start);
        var wholeEnd = SuffixEnd(text, start, i);
        _at = wholeEnd;
        Emit(text, wholeStart, start, i, wholeEnd, slashes);
        return true;
    }

    /// <summary>Scripts without blanks, and emoji: as <see cref="StandardTokenizer"/> cuts them.</summary>
    private bool ReadOther(ReadOnlySpan<char> text, ref int i)
    {
        var kind = WordBreaks.At(text, i, out var units);
        if (kind is not (WordBreakClass.Ideograph or WordBreakClass.Hiragana or WordBreakClass.Katakana
            or WordBreakClass.SoutheastAsian or WordBreakClass.Emoji))
        {
            i += units;
            return false;
        }

        var start = i;
        i += units;
        while (i < text.Length && text[i] >= 0x80 && WordBreaks.At(text, i, out units) is var next
            && (next == WordBreakClass.Extend || (next == kind && kind is WordBreakClass.Katakana or WordBreakClass.SoutheastAsian))
            && i - start < MaxWordLength)
        {
            i += units;
        }

        Enqueue(text, start, i, TokenFlags.None, TakeGap(), 1);
        return true;
    }

    /// <summary>Pieces of a run of word characters: between underscores.</summary>
    private void AddPieces(ReadOnlySpan<char> text, int start, int end)
    {
        var i = start;
        while (i < end)
        {
            while (i < end && text[i] == '_')
            {
                i++;
            }

            var pieceStart = i;
            while (i < end && text[i] != '_')
            {
                i++;
            }

            if (i > pieceStart)
            {
                _pieces.Add(new Piece(pieceStart, Math.Min(i, pieceStart + MaxWordLength), start, end));
            }
        }
    }

    /// <summary><c>--option</c>, <c>-m</c> and <c>.NET</c> where no word stands before the sign.</summary>
    private int PrefixStart(ReadOnlySpan<char> text, int start)
    {
        var i = start;
        if (i > _at && text[i - 1] == '.')
        {
            i--;
        }
        else
        {
            while (i > _at && i > start - 2 && text[i - 1] == '-')
            {
                i--;
            }
        }

        if (i == start || (i > 0 && !IsBoundary(text[i - 1])) || !char.IsLetter(text[start]))
        {
            return start;
        }

        return i;
    }

    private static bool IsBoundary(char c) => char.IsWhiteSpace(c) || c is '(' or '[' or '{' or '"' or '\'' or '`' or '=' or '|' or ',' or '>' or '<' or '/';

    /// <summary><c>C++</c>, <c>g++</c>, <c>C#</c>, <c>F#</c>.</summary>
    private static int SuffixEnd(ReadOnlySpan<char> text, int start, int end)
    {
        if (end + 1 < text.Length && text[end] == '+' && text[end + 1] == '+' && !IsWordCharacter(text, end + 2))
        {
            return end + 2;
        }

        if (end < text.Length && text[end] == '#' && end - start <= 2 && char.IsLetter(text[start]) && !IsWordCharacter(text, end + 1))
        {
            return end + 1;
        }

        return end;
    }

    private void Emit(ReadOnlySpan<char> text, int wholeStart, int start, int end, int wholeEnd, int slashes)
    {
        if (_pieces.Count == 0)
        {
            return; // only underscores
        }

        var hasSigns = wholeStart != start || wholeEnd != end;
        var hasWhole = (_pieces.Count > 1 || hasSigns || end - start != _pieces[0].End - _pieces[0].Start)
            && wholeEnd - wholeStart <= MaxWholeLength && _pieces.Count <= MaxPieces && slashes <= 1;
        var gap = TakeGap();
        if (hasWhole)
        {
            Enqueue(text, wholeStart, wholeEnd, TokenFlags.Identifier, gap, _pieces.Count);
        }
        // Without its signs too: fake-initial, init.
        if (hasWhole && hasSigns && _pieces.Count > 1)
        {
            Enqueue(text, start, end, TokenFlags.Identifier | TokenFlags.Part, 0, _pieces.Count);
        }

        for (var n = 0; n < _pieces.Count; n++)
        {
            var piece = _pieces[n];
            var increment = n == 0 ? (hasWhole ? 0 : gap) : 1;
            var isFirstOfRun = n == 0 || _pieces[n - 1].RunStart != piece.RunStart;
            var spansRun = isFirstOfRun && (piece.RunStart != piece.Start || piece.RunEnd != piece.End);
            if (spansRun && (piece.RunStart != start || piece.RunEnd != end || !hasWhole) && piece.RunEnd - piece.RunStart <= MaxWholeLength)
            {
                Enqueue(text, piece.RunStart, piece.RunEnd, TokenFlags.Identifier | TokenFlags.Part, increment, CountOfRun(n));
                increment = 0;
            }

            EmitPiece(text, piece.Start, piece.End, increment, hasWhole ? TokenFlags.Part : TokenFlags.None);
        }
    }

    private int CountOfRun(int first)
    {
        var n = first + 1;
        while (n < _pieces.Count && _pieces[n].RunStart == _pieces[first].RunStart)
        {
            n++;
        }

        return n - first;
    }

    private void EmitPiece(ReadOnlySpan<char> text, int start, int end, int increment, TokenFlags flags)
    {
        var foldedStart = _foldedLength;
        var kind = Classify(text[start..end]);
        Enqueue(text, start, end, flags | (kind.HasDigits ? TokenFlags.Numeric : kind.IsStemmable && !isCode ? TokenFlags.Word : TokenFlags.None), increment, 1);
        var folded = _folded.AsSpan(foldedStart, _foldedLength - foldedStart);
        if (!kind.HasDigits && kind.IsStemmable && !isCode)
        {
            EnqueueStem(folded, start, end);
        }

        if (folded.EndsWith("'s"))
        {
            EnqueueFolded(foldedStart, folded.Length - 2, start, end - 2, TokenFlags.Part, 0);
        }

        if (kind.HasParts && !Names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folded))
        {
            EmitParts(text, start, end);
        }
    }

    /// <summary>Where case or kind changes inside a piece: <c>HTTP|Response</c>, <c>bulk|Create</c>, <c>python|3.14</c>.</summary>
    private void EmitParts(ReadOnlySpan<char> text, int start, int end)
    {
        var previousLetters = 0;
        for (var i = start; i < end;)
        {
            var partStart = i++;
            if (char.IsAsciiDigit(text[partStart]))
            {
                while (i < end && (char.IsAsciiDigit(text[i]) || text[i] is '.' or ','))
                {
                    i++;
                }
            }
            else
            {
                var isUpper = char.IsUpper(text[partStart]);
                while (i < end && !char.IsAsciiDigit(text[i]))
                {
                    if (char.IsUpper(text[i]) && (!char.IsUpper(text[i - 1]) || (i + 1 < end && char.IsLower(text[i + 1]) && i - partStart > 0 && isUpper)))
                    {
                        break;
                    }

                    i++;
                }
            }

            if (partStart == start && i == end)
            {
                return;
            }

            var length = i - partStart;
            var isNumber = char.IsAsciiDigit(text[partStart]);
            if (isNumber ? previousLetters >= 2 || text[partStart..i].Contains('.') : length >= 2)
            {
                var foldedStart = _foldedLength;
                Enqueue(text, partStart, i, TokenFlags.Part | (isNumber ? TokenFlags.Numeric : isCode ? TokenFlags.None : TokenFlags.Word), 0, 1);
                if (!isNumber && !isCode)
                {
                    EnqueueStem(_folded.AsSpan(foldedStart, _foldedLength - foldedStart), partStart, i);
                }
            }

            previousLetters = isNumber ? 0 : length;
        }
    }

    private static (bool HasDigits, bool IsStemmable, bool HasParts) Classify(ReadOnlySpan<char> piece)
    {
        bool hasDigits = false, isStemmable = true, hasParts = false;
        for (var i = 0; i < piece.Length; i++)
        {
            var c = piece[i];
            if (char.IsAsciiDigit(c))
            {
                hasDigits = true;
                hasParts |= i > 0 && !char.IsAsciiDigit(piece[i - 1]) && piece[i - 1] is not ('.' or ',');
            }
            else if (i > 0)
            {
                hasParts |= (char.IsUpper(c) && char.IsLower(piece[i - 1])) || (char.IsLetter(c) && char.IsAsciiDigit(piece[i - 1]))
                    || (i > 1 && char.IsLower(c) && char.IsUpper(piece[i - 1]) && char.IsUpper(piece[i - 2]));
            }

            isStemmable &= c < 0x250 || IsApostrophe(c);
        }

        return (hasDigits, isStemmable, hasParts);
    }

    private void EnqueueStem(ReadOnlySpan<char> folded, int start, int end)
    {
        var stem = _stems.Get(folded);
        if (stem.Length == 0)
        {
            return;
        }

        var foldedStart = Reserve(stem.Length + 1);
        stem.CopyTo(_folded.AsSpan(foldedStart));
        _folded[foldedStart + stem.Length] = StemMarker.Char;
        _foldedLength += stem.Length + 1;
        EnqueueFolded(foldedStart, stem.Length + 1, start, end, TokenFlags.Stem, 0);
    }

    private void Enqueue(ReadOnlySpan<char> text, int start, int end, TokenFlags flags, int increment, int positions)
    {
        var foldedStart = Reserve(CharacterFolding.MaxLength(end - start));
        var length = CharacterFolding.Fold(text[start..end], _folded.AsSpan(foldedStart));
        _foldedLength += length;
        EnqueueFolded(foldedStart, length, start, end, flags, increment, positions);
    }

    private void EnqueueFolded(int foldedStart, int length, int start, int end, TokenFlags flags, int increment, int positions = 1)
    {
        // A combining mark alone folds to nothing.
        if (length > 0)
        {
            _queue.Add(new Pending(foldedStart, length, start, end, increment, positions, flags));
        }
        else
        {
            _gap += increment;
        }
    }

    private int TakeGap()
    {
        var gap = _gap;
        _gap = 1;
        return gap;
    }

    private int Reserve(int length)
    {
        if (_foldedLength + length > _folded.Length)
        {
            Array.Resize(ref _folded, Math.Max(_foldedLength + length, _folded.Length * 2));
        }

        return _foldedLength;
    }

    private readonly record struct Piece(int Start, int End, int RunStart, int RunEnd);

    private readonly record struct Pending(
        int FoldedStart, int FoldedLength, int Start, int End, int PositionIncrement, int PositionLength, TokenFlags Flags);
}
