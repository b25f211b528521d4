using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Search.QueryLanguage;

/// <summary>
/// Reads the query language. Every string parses, in time linear in its length: what is not understood is searched as text and noted.
/// <code>
/// query       = alternative *( ( "OR" / "|" ) alternative )
/// alternative = *( [ "AND" ] operand )
/// operand     = [ "NOT" / "-" ] ( "(" query ")" / phrase / tag / key ":" values / key ":(" query ")" / word )
/// phrase      = %x22 text %x22            ; also typographic quotes
/// tag         = "#" value / "[" text "]"
/// values      = value *( "," value )      ; value: phrase, or characters other than blank , | " and an unbalanced ")"
/// word        = text [ "*" / "~" ]
/// </code>
/// </summary>
public sealed class QueryParser
{
    private const int MaxTagLength = 64;

    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"\u201c\u201d\u201e");
    private static readonly char[] Comma = [','];

    private readonly string _raw;
    private readonly string _text;
    private readonly List<QueryNote> _notes = [];
    private int _at;
    private int _clauses;
    private int _skippedGroups;
    private SortOrder _sort;

    private QueryParser(string raw)
    {
        _raw = raw;
        _text = Cleaned(raw);
    }

    /// <summary>Reads a query.</summary>
    /// <param name="isStrict">Refuses what would otherwise be noted.</param>
    /// <exception cref="QuerySyntaxException">Only when strict: the first thing noted.</exception>
    public static ParsedQuery Parse(string query, bool isStrict = false)
    {
        ArgumentNullException.ThrowIfNull(query);
        var parser = new QueryParser(query);
        var root = parser.ParseAlternatives(depth: 0, TextScope.None);
        root = parser.Shortened(root);
        ImmutableArray<QueryNote> notes = [.. parser._notes.OrderBy(static n => n.At)];
        if (isStrict && !notes.IsEmpty)
        {
            throw new QuerySyntaxException(notes[0].Message, notes[0].Code, notes[0].At);
        }

        return new ParsedQuery(query, root, parser._sort, QueryRenderer.Render(root, parser._sort), notes);
    }

    private bool IsAtEnd => _at >= _text.Length;

    /// <summary>The query with one sort of quote and one sort of blank, cut to length; offsets stay.</summary>
    private string Cleaned(string raw)
    {
        var length = raw.Length;
        if (length > QueryLimits.Length)
        {
            // Half a word would mean another word.
            var blank = raw.AsSpan(0, QueryLimits.Length + 1).LastIndexOf(' ');
            length = blank > 0 ? blank : QueryLimits.Length - (char.IsHighSurrogate(raw[QueryLimits.Length - 1]) ? 1 : 0);
            Note(QueryNoteCodes.TooLong, raw[QueryLimits.Length..Math.Min(raw.Length, QueryLimits.Length + 20)], length,
                $"a query holds at most {QueryLimits.Length} characters; the rest was left out");
        }

        return string.Create(length, (raw, this), static (cleaned, state) =>
        {
            var (raw, parser) = state;
            for (var i = 0; i < cleaned.Length; i++)
            {
                var c = raw[i];
                var isPaired = char.IsHighSurrogate(c) ? i + 1 < cleaned.Length && char.IsLowSurrogate(raw[i + 1])
                    : char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(raw[i - 1]);
                if (char.IsWhiteSpace(c))
                {
                    cleaned[i] = ' ';
                }
                else if (char.IsControl(c) || (char.IsSurrogate(c) && !isPaired))
                {
                    parser.NoteOnce(QueryNoteCodes.BadCharacter, $"U+{(int)c:X4}", i, "not a character of text; read as a blank");
                    cleaned[i] = ' ';
                }
                else
                {
                    cleaned[i] = Quotes.Contains(c) ? '"' : c;
                }
            }
        });
    }

    private QueryNode ParseAlternatives(int depth, TextScope scope)
    {
        var alternatives = new List<QueryNode>();
        var operands = new List<QueryNode>();
        var (pending, pendingAt) = ("", 0);
        var isClosed = depth == 0;
        while (SkipBlanks())
        {
            if (_text[_at] == ')')
            {
                _at++;
                if (_skippedGroups > 0)
                {
                    _skippedGroups--;
                }
                else if (depth > 0)
                {
                    isClosed = true;
                    break;
                }
                else
                {
                    NoteOnce(QueryNoteCodes.StrayParenthesis, ")", _at - 1, "closes nothing; left out");
                }
            }
            else if (PeekBinaryOperator() is { Length: > 0 } name)
            {
                var at = _at;
                _at += name.Length;
                if (operands.Count == 0 || pending.Length > 0)
                {
                    AddDangling(operands, name, at);
                }
                else
                {
                    if (name != "AND")
                    {
                        alternatives.Add(QueryTree.All(operands));
                        operands = [];
                    }

                    (pending, pendingAt) = (name, at);
                }
            }
            else
            {
                if (ParseOperand(depth, scope) is { } operand)
                {
                    operands.Add(operand);
                }

                pending = "";
            }
        }

        if (pending.Length > 0)
        {
            if (operands.Count == 0 && alternatives.Count > 0)
            {
                operands.Add(alternatives[^1]);
                alternatives.RemoveAt(alternatives.Count - 1);
            }

            AddDangling(operands, pending, pendingAt);
        }

        if (!isClosed)
        {
            NoteOnce(QueryNoteCodes.UnclosedGroup, "(", _text.Length, "a parenthesis is open at the end; closed there");
        }

        if (operands.Count > 0)
        {
            alternatives.Add(QueryTree.All(operands));
        }

        return QueryTree.Any(alternatives.Where(static a => a is not QueryNode.Everything));
    }

    private QueryNode? ParseOperand(int depth, TextScope scope)
    {
        var isNegated = false;
        while (true)
        {
            var start = _at;
            if (IsOperatorWord("NOT"))
            {
                _at += 3;
                if (!SkipBlanks() || _text[_at] is ')' || PeekBinaryOperator().Length > 0)
                {
                    NoteDangling("NOT", start);
                    return Counted(new QueryNode.Word("not", scope.Field ?? TextField.All), start);
                }
            }
            else if (_text[_at] == '-' && _at + 1 < _text.Length && _text[_at + 1] is not (' ' or '-' or ')' or '|'))
            {
                _at++;
            }
            else if (IsStray())
            {
                _at++;
                if (IsAtEnd || _text[_at] is ' ' or ')' or '|')
                {
                    Note(QueryNoteCodes.NothingToSearch, _text[start.._at], start, "no letter or digit in it; left out");
                    return null;
                }

                NoteIfWildcard(start);
                continue;
            }
            else
            {
                break;
            }

            isNegated = !isNegated;
        }

        var operand = ParsePrimary(depth, scope);
        return operand is null or QueryNode.Everything ? null : isNegated ? QueryTree.Not(operand) : operand;
    }

    private QueryNode? ParsePrimary(int depth, TextScope scope)
    {
        var start = _at;
        switch (_text[_at])
        {
            case '(':
                return ParseGroup(depth, scope);
            case '"':
                return TryReadQuoted(out var quoted) ? FromText(quoted, isQuoted: true, start, scope) : null;
            case '[':
                var tag = ReadBracketedTag();
                return FromKey("tag", [new Value(tag)], start);
            case '#':
                _at++;
                return FromKey("tag", ReadValues(Comma), start);
        }

        return TryReadKey(out var key) ? ParseKeyed(key, start, depth) : FromText(ReadBare([]), isQuoted: false, start, scope);
    }

    private QueryNode? ParseGroup(int depth, TextScope scope)
    {
        if (depth >= QueryLimits.Depth)
        {
            NoteOnce(QueryNoteCodes.TooDeep, "(", _at, $"parentheses nest at most {QueryLimits.Depth} deep; this one was left out");
            _at++;
            _skippedGroups++;
            return null;
        }

        _at++;
        return ParseAlternatives(depth + 1, scope);
    }

    private QueryNode? ParseKeyed(string key, int start, int depth)
    {
        if (!IsAtEnd && _text[_at] == '(' && (QueryKeys.TextFields.ContainsKey(key) || QueryKeys.FilterFields.ContainsKey(key)))
        {
            var scope = QueryKeys.TextFields.TryGetValue(key, out var group) ? new TextScope(group, null) : new TextScope(null, key);
            return ParseGroup(depth, scope);
        }

        if (!QueryKeys.TextFields.TryGetValue(key, out var field))
        {
            return FromKey(key, ReadValues(Comma), start);
        }

        for (; !IsAtEnd && _text[_at] is '*' or '~'; _at++)
        {
            NoteIfWildcard(_at);
        }

        var values = ReadValues([]);
        return values is [var value] ? FromText(value.Text, value.IsQuoted, start, new TextScope(field, null)) : FromKey(key, values, start);
    }

    /// <summary>A filter, or the same characters as text when a value is not one of its key's.</summary>
    private QueryNode? FromKey(string key, List<Value> values, int start)
    {
        var text = _text[start.._at];
        if (values.Count == 0)
        {
            return AsText(QueryNoteCodes.EmptyValue, text, start, "nothing to look for after the colon; searched as text");
        }

        QueryNode? node;
        var (code, problem) = (QueryNoteCodes.BadValue, "");
        switch (key)
        {
            case "has":
                node = values.TrueForAll(static v => v.Is("code")) ? new QueryNode.HasCode() : null;
                problem = "only has:code is known; searched as text";
                break;
            case "sort":
                if (SortOf(values) is { } sort)
                {
                    _sort = sort;
                    return null;
                }

                (node, problem) = (null, "sort:relevance, sort:newest or sort:oldest; searched as text");
                break;
            case "last":
                node = LastOf(values);
                problem = "last: takes a number of days, weeks, months or years, as in last:30d; searched as text";
                break;
            case "after" or "before":
                node = values is [var day] && DayRange.TryParsePeriod(day.Text, out var period)
                    ? key == "after" ? new QueryNode.After(period.From!.Value) : new QueryNode.Before(period.From!.Value)
                    : null;
                (code, problem) = (QueryNoteCodes.BadDate, "not a date (2024, 2024-02 or 2024-02-29); searched as text");
                break;
            case "date":
                node = ParsedAll<DayRange>(values, DayRange.TryParse) is { } periods ? new QueryNode.Published(periods) : null;
                (code, problem) = (QueryNoteCodes.BadDate, "not a date (2024, 2024-02, 2024-01..2024-03, >2024-01-01); searched as text");
                break;
            case var family when QueryKeys.VersionFamilies.Contains(family):
                node = ParsedAll<VersionRange>(values, VersionRange.TryParse) is { } ranges ? new QueryNode.Mentions(family, ranges) : null;
                (code, problem) = (QueryNoteCodes.BadVersion, "not a version (6.0, >=3.12, 4.2..5.2); searched as text");
                break;
            default:
                var field = QueryKeys.FilterFields[key];
                node = field == FilterField.Kind && !values.TrueForAll(static v => QueryKeys.IsKind(v.Text))
                    ? null
                    : new QueryNode.Filter(field, [.. values.Select(v => field == FilterField.Author ? v.Text : v.Text.ToLowerInvariant())
                        .Distinct(StringComparer.OrdinalIgnoreCase)]);
                problem = $"a kind is one of {string.Join(", ", Enum.GetNames<Posts.PostKind>()).ToLowerInvariant()}; searched as text";
                break;
        }

        return node is null ? AsText(code, text, start, problem) : Counted(node, start);
    }

    /// <summary>A word, phrase, prefix or typo-tolerant word; null when there is nothing to search for in it.</summary>
    private QueryNode? FromText(string text, bool isQuoted, int start, TextScope scope)
    {
        if (scope.Key is { } key)
        {
            return string.IsNullOrWhiteSpace(text) ? null : FromKey(key, [new Value(Folded(text))], start);
        }

        var field = scope.Field ?? TextField.All;
        if (!text.Any(IsSearchable))
        {
            Note(QueryNoteCodes.NothingToSearch, _text[start.._at], start, "no letter or digit in it; left out");
            return null;
        }

        if (isQuoted)
        {
            return Counted(new QueryNode.Phrase(Folded(text), field), start);
        }

        return FromWord(text, field, start);
    }

    private QueryNode? FromWord(string text, TextField field, int start)
    {
        var end = EndOfStem(text);
        var (stem, suffix) = (text[..end], text[end..]);
        if (!stem.Any(IsSearchable))
        {
            Note(QueryNoteCodes.NothingToSearch, text, start, "no letter or digit in it; left out");
            return null;
        }

        if (field == TextField.All && KeyLength(stem) is > 0 and var keyLength)
        {
            return AsText(QueryNoteCodes.UnknownOperator, stem[..(keyLength + 1)], start, "searched as text", text);
        }

        if (stem is "AND" or "OR" or "NOT")
        {
            stem = stem.ToLowerInvariant();
        }

        if (stem.Contains('*', StringComparison.Ordinal))
        {
            Note(QueryNoteCodes.InnerWildcard, text, start, "* stands for letters only at the end of a word; searched as text");
        }

        QueryNode node = new QueryNode.Word(stem, field);
        if (suffix.Contains('*', StringComparison.Ordinal))
        {
            if (stem.Count(char.IsLetterOrDigit) >= 2)
            {
                node = new QueryNode.Prefix(stem, field);
            }
            else
            {
                Note(QueryNoteCodes.PrefixTooShort, text, start, "* needs two letters before it; searched without it");
            }
        }
        else if (suffix.Length > 0)
        {
            if (stem.Length >= 3 && !stem.Any(char.IsDigit))
            {
                node = new QueryNode.Fuzzy(stem, field);
            }
            else
            {
                Note(QueryNoteCodes.NotFuzzy, text, start, "~ needs a word of three letters without digits; searched without it");
            }
        }

        return Counted(node, start);
    }

    private QueryNode? AsText(string code, string noted, int at, string message, string? searched = null)
    {
        Note(code, noted, at, message);
        var text = Folded((searched ?? noted).Replace('"', ' '));
        return text.Any(IsSearchable) ? Counted(new QueryNode.Phrase(text, TextField.All), at) : null;
    }

    private QueryNode? Counted(QueryNode node, int at)
    {
        var clauses = node switch
        {
            QueryNode.Filter filter => filter.Values.Length,
            QueryNode.Published published => published.Periods.Length,
            QueryNode.Mentions mentions => mentions.Ranges.Length,
            _ => 1,
        };
        if (_clauses + clauses > QueryLimits.Clauses)
        {
            NoteOnce(QueryNoteCodes.TooManyClauses, _text[at.._at], at, $"a query holds at most {QueryLimits.Clauses} words and values; the rest was left out");
            return null;
        }

        _clauses += clauses;
        return node;
    }

    /// <summary>Canonical spelling can be longer than what was typed: leaves go from the end until it parses whole again.</summary>
    private QueryNode Shortened(QueryNode root)
    {
        while (QueryRenderer.Render(root, _sort).Length > QueryLimits.Length)
        {
            NoteOnce(QueryNoteCodes.TooLong, _text, 0, $"longer than {QueryLimits.Length} characters when spelt out; the end was left out");
            root = QueryTree.Replace(root, QueryTree.Leaves(root, includeNegated: true).Last(), null) ?? QueryTree.Everything;
        }

        return root;
    }

    private bool TryReadKey(out string key)
    {
        key = "";
        var colon = KeyLength(_text.AsSpan(_at));
        if (colon <= 0)
        {
            return false;
        }

        key = _text.Substring(_at, colon).ToLowerInvariant();
        if (!QueryKeys.IsKnown(key))
        {
            return false;
        }

        _at += colon + 1;
        return true;
    }

    /// <summary>The length of what stands before the first colon where that could be a key; else 0.</summary>
    private static int KeyLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsLetter(text[0]))
        {
            return 0;
        }

        var length = 1;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] is '.' or '_' or '-'))
        {
            length++;
        }

        return length < text.Length && text[length] == ':' ? length : 0;
    }

    private List<Value> ReadValues(ReadOnlySpan<char> separators)
    {
        var values = new List<Value>();
        while (!IsAtEnd)
        {
            if (_text[_at] == '"')
            {
                if (TryReadQuoted(out var quoted) && Folded(quoted) is { Length: > 0 } text)
                {
                    values.Add(new Value(text, IsQuoted: true));
                }
            }
            else if (ReadBare(separators) is { Length: > 0 } bare)
            {
                values.Add(new Value(bare, IsQuoted: false));
            }

            if (IsAtEnd || !separators.Contains(_text[_at]))
            {
                break;
            }

            _at++;
        }

        return values;
    }

    /// <summary>Characters up to a blank, quote, bar, separator or parenthesis without a partner: <c>print(x)</c> is read whole.</summary>
    private string ReadBare(ReadOnlySpan<char> separators)
    {
        var start = _at;
        var (open, firstOpen) = (0, 0);
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c is ' ' or '"' or '|' || separators.Contains(c) || (c == ')' && open == 0) || (c == '(' && (_at == start || _text.AsSpan(start, _at - start) is "AND" or "OR" or "NOT")))
            {
                break;
            }

            if (c == '(' && open++ == 0)
            {
                firstOpen = _at;
            }
            else if (c == ')')
            {
                open--;
            }
        }

        if (open > 0)
        {
            _at = firstOpen;
        }

        return _text[start.._at];
    }

    private bool TryReadQuoted(out string text)
    {
        var end = _text.IndexOf('"', _at + 1);
        if (end < 0)
        {
            Note(QueryNoteCodes.UnclosedQuote, "\"", _at, "a quote without its partner; left out");
            _at++;
            text = "";
            return false;
        }

        text = _text[(_at + 1)..end];
        _at = end + 1;
        return true;
    }

    /// <summary>Where the tag at the opening bracket here ends; 0 when it is no tag.</summary>
    private int EndOfBracketedTag()
    {
        var rest = _text.AsSpan(_at + 1);
        var length = rest.IndexOfAny("[]\"");
        return length is > 0 and <= MaxTagLength && rest[length] == ']' && rest[..length].ContainsAnyExcept(' ')
            && (length + 1 == rest.Length || rest[length + 1] is ' ' or ')' or '|')
                ? _at + 1 + length
                : 0;
    }

    private string ReadBracketedTag()
    {
        var (start, end) = (_at + 1, EndOfBracketedTag());
        _at = end + 1;
        return Folded(_text[start..end]);
    }

    /// <summary>Whether an operator's character stands here that begins nothing: it is no part of a word either.</summary>
    private bool IsStray() => _text[_at] switch
    {
        '*' or '~' => true,
        '[' => EndOfBracketedTag() == 0,
        '#' => _at + 1 == _text.Length || !(char.IsLetterOrDigit(_text[_at + 1]) || _text[_at + 1] == '"'),
        _ => false,
    };

    private void NoteIfWildcard(int at)
    {
        if (_text[at] == '*')
        {
            NoteOnce(QueryNoteCodes.LeadingWildcard, "*", at, "a word cannot begin with *; searched without it");
        }
    }

    private string PeekBinaryOperator() =>
        _text[_at] == '|' ? "|" : IsOperatorWord("OR") ? "OR" : IsOperatorWord("AND") ? "AND" : "";

    private bool IsOperatorWord(string name) =>
        string.CompareOrdinal(_text, _at, name, 0, name.Length) == 0
        && (_at + name.Length == _text.Length || _text[_at + name.Length] is ' ' or '(' or ')' or '"' or '|');

    private void AddDangling(List<QueryNode> operands, string name, int at)
    {
        NoteDangling(name, at);
        if (name != "|" && Counted(new QueryNode.Word(name.ToLowerInvariant(), TextField.All), at) is { } word)
        {
            operands.Add(word);
        }
    }

    private void NoteDangling(string name, int at) =>
        Note(QueryNoteCodes.DanglingOperator, name, at, name == "|" ? "nothing beside it to choose from; left out" : "an operator without its operand; searched as text");

    private bool SkipBlanks()
    {
        while (!IsAtEnd && _text[_at] == ' ')
        {
            _at++;
        }

        return !IsAtEnd;
    }

    private void Note(string code, string text, int at, string message) => _notes.Add(new QueryNote(code, text, at, message));

    private void NoteOnce(string code, string text, int at, string message)
    {
        if (!_notes.Exists(n => n.Code == code))
        {
            Note(code, text, at, message);
        }
    }

    private static bool IsSearchable(char c) => char.IsLetterOrDigit(c) || c >= 0x80;

    private static string Folded(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Where the run of <c>*</c>, <c>~</c>, <c>~1</c>, <c>~2</c> at the end of a word begins; <c>HEAD~3</c> is a name.</summary>
    private static int EndOfStem(ReadOnlySpan<char> word)
    {
        var end = word.Length;
        while (end > 0)
        {
            if (word[end - 1] is '*' or '~')
            {
                end--;
            }
            else if (end > 1 && word[end - 1] is '1' or '2' && word[end - 2] == '~')
            {
                end -= 2;
            }
            else
            {
                break;
            }
        }

        return end;
    }

    private static SortOrder? SortOf(List<Value> values) => values is not [var value] ? null : value.Text.ToLowerInvariant() switch
    {
        "relevance" => SortOrder.Relevance,
        "newest" or "date" => SortOrder.Newest,
        "oldest" => SortOrder.Oldest,
        _ => null,
    };

    private static QueryNode.Last? LastOf(List<Value> values) =>
        values is [{ Text: { Length: >= 2 and <= 5 } text }]
        && char.ToLowerInvariant(text[^1]) is 'd' or 'w' or 'm' or 'y'
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count > 0 && (char.ToLowerInvariant(text[^1]) != 'y' || count <= 1000)
            ? new QueryNode.Last(count, char.ToLowerInvariant(text[^1]))
            : null;

    private static ImmutableArray<T>? ParsedAll<T>(List<Value> values, TryParser<T> parse)
    {
        var parsed = ImmutableArray.CreateBuilder<T>(values.Count);
        foreach (var value in values)
        {
            if (!parse(value.Text, out var item))
            {
                return null;
            }

            if (!parsed.Contains(item))
            {
                parsed.Add(item);
            }
        }

        return parsed.ToImmutable();
    }

    private delegate bool TryParser<T>(ReadOnlySpan<char> text, out T value);

    /// <summary>What a word inside <c>key:( … )</c> belongs to; both null outside.</summary>
    private readonly record struct TextScope(TextField? Field, string? Key)
    {
        public static TextScope None => default;
    }

    private readonly record struct Value(string Text, bool IsQuoted = false)
    {
        public bool Is(string text) => string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);
    }
}
