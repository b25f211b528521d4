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
    private static readonly char[] Comma = [','];

    private readonly QueryNotes _notes = new();
    private readonly QueryScanner _scanner;
    private int _clauses;
    private int _skippedGroups;
    private SortOrder _sort;

    private QueryParser(string raw)
    {
        _scanner = new QueryScanner(QueryText.Clean(raw, _notes), _notes);
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
        var notes = parser._notes.ByPosition();
        if (isStrict && !notes.IsEmpty)
        {
            throw new QuerySyntaxException(notes[0].Message, notes[0].Code, notes[0].At);
        }

        return new ParsedQuery(query, root, parser._sort, QueryRenderer.Render(root, parser._sort), notes);
    }

    private QueryNode ParseAlternatives(int depth, TextScope scope)
    {
        var alternatives = new List<QueryNode>();
        var operands = new List<QueryNode>();
        var (pending, pendingAt) = ("", 0);
        var isClosed = depth == 0;
        while (_scanner.SkipBlanks())
        {
            if (_scanner.Current == ')')
            {
                _scanner.At++;
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
                    _notes.AddOnce(QueryNoteCodes.StrayParenthesis, ")", _scanner.At - 1, "closes nothing; left out");
                }
            }
            else if (_scanner.PeekBinaryOperator() is { Length: > 0 } name)
            {
                var at = _scanner.At;
                _scanner.At += name.Length;
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
            _notes.AddOnce(QueryNoteCodes.UnclosedGroup, "(", _scanner.Text.Length, "a parenthesis is open at the end; closed there");
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
            var start = _scanner.At;
            if (_scanner.IsOperatorWord("NOT"))
            {
                _scanner.At += 3;
                if (!_scanner.SkipBlanks() || _scanner.Current is ')' || _scanner.PeekBinaryOperator().Length > 0)
                {
                    NoteDangling("NOT", start);
                    return Counted(new QueryNode.Word("not", scope.Field ?? TextField.All), start);
                }
            }
            else if (_scanner is { Current: '-', Next: not ('\0' or ' ' or '-' or ')' or '|') })
            {
                _scanner.At++;
            }
            else if (_scanner.IsStray())
            {
                var stray = _scanner.Current;
                _scanner.At++;
                if (_scanner.IsAtEnd || _scanner.Current is ' ' or ')' or '|')
                {
                    _notes.Add(QueryNoteCodes.NothingToSearch, _scanner.Since(start), start, "no letter or digit in it; left out");
                    return null;
                }

                NoteIfWildcard(stray, start);
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
        var start = _scanner.At;
        switch (_scanner.Current)
        {
            case '(':
                return ParseGroup(depth, scope);
            case '"':
                return _scanner.TryReadQuoted(out var quoted) ? FromText(quoted, isQuoted: true, start, scope) : null;
            case '[':
                var tag = _scanner.ReadBracketedTag();
                return FromKey("tag", [new QueryValue(tag)], start);
            case '#':
                _scanner.At++;
                return FromKey("tag", _scanner.ReadValues(Comma), start);
        }

        return _scanner.TryReadKey(out var key) ? ParseKeyed(key, start, depth) : FromText(_scanner.ReadBare([]), isQuoted: false, start, scope);
    }

    private QueryNode? ParseGroup(int depth, TextScope scope)
    {
        if (depth >= QueryLimits.Depth)
        {
            _notes.AddOnce(QueryNoteCodes.TooDeep, "(", _scanner.At, $"parentheses nest at most {QueryLimits.Depth} deep; this one was left out");
            _scanner.At++;
            _skippedGroups++;
            return null;
        }

        _scanner.At++;
        return ParseAlternatives(depth + 1, scope);
    }

    private QueryNode? ParseKeyed(string key, int start, int depth)
    {
        if (!_scanner.IsAtEnd && _scanner.Current == '(' && (QueryKeys.TextFields.ContainsKey(key) || QueryKeys.FilterFields.ContainsKey(key)))
        {
            var scope = QueryKeys.TextFields.TryGetValue(key, out var group) ? new TextScope(group, null) : new TextScope(null, key);
            return ParseGroup(depth, scope);
        }

        if (!QueryKeys.TextFields.TryGetValue(key, out var field))
        {
            return FromKey(key, _scanner.ReadValues(Comma), start);
        }

        for (; !_scanner.IsAtEnd && _scanner.Current is '*' or '~'; _scanner.At++)
        {
            NoteIfWildcard(_scanner.Current, _scanner.At);
        }

        var values = _scanner.ReadValues([]);
        return values is [var value] ? FromText(value.Text, value.IsQuoted, start, new TextScope(field, null)) : FromKey(key, values, start);
    }

    /// <summary>A filter, or the same characters as text when a value is not one of its key's.</summary>
    private QueryNode? FromKey(string key, List<QueryValue> values, int start)
    {
        var text = _scanner.Since(start);
        if (values.Count == 0)
        {
            return AsText(QueryNoteCodes.EmptyValue, text, start, "nothing to look for after the colon; searched as text");
        }

        if (key == "sort")
        {
            if (SortOf(values) is not { } sort)
            {
                return AsText(QueryNoteCodes.BadValue, text, start, "sort:relevance, sort:newest or sort:oldest; searched as text");
            }

            _sort = sort;
            return null;
        }

        return FilterReader.Read(key, values, out var code, out var problem) is { } node ? Counted(node, start) : AsText(code, text, start, problem);
    }

    /// <summary>A word, phrase, prefix or typo-tolerant word; null when there is nothing to search for in it.</summary>
    private QueryNode? FromText(string text, bool isQuoted, int start, TextScope scope)
    {
        if (scope.Key is { } key)
        {
            return string.IsNullOrWhiteSpace(text) ? null : FromKey(key, [new QueryValue(QueryText.Folded(text))], start);
        }

        var field = scope.Field ?? TextField.All;
        if (!QueryText.IsSearchable(text))
        {
            _notes.Add(QueryNoteCodes.NothingToSearch, _scanner.Since(start), start, "no letter or digit in it; left out");
            return null;
        }

        if (isQuoted)
        {
            return Counted(new QueryNode.Phrase(QueryText.Folded(text), field), start);
        }

        return FromWord(text, field, start);
    }

    private QueryNode? FromWord(string text, TextField field, int start)
    {
        var end = EndOfStem(text);
        var (stem, suffix) = (text[..end], text[end..]);
        if (!QueryText.IsSearchable(stem))
        {
            _notes.Add(QueryNoteCodes.NothingToSearch, text, start, "no letter or digit in it; left out");
            return null;
        }

        if (field == TextField.All && QueryScanner.KeyLength(stem) is > 0 and var keyLength)
        {
            return AsText(QueryNoteCodes.UnknownOperator, stem[..(keyLength + 1)], start, "searched as text", text);
        }

        if (stem is "AND" or "OR" or "NOT")
        {
            stem = stem.ToLowerInvariant();
        }

        if (stem.Contains('*', StringComparison.Ordinal))
        {
            _notes.Add(QueryNoteCodes.InnerWildcard, text, start, "* stands for letters only at the end of a word; searched as text");
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
                _notes.Add(QueryNoteCodes.PrefixTooShort, text, start, "* needs two letters before it; searched without it");
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
                _notes.Add(QueryNoteCodes.NotFuzzy, text, start, "~ needs a word of three letters without digits; searched without it");
            }
        }

        return Counted(node, start);
    }

    private QueryNode? AsText(string code, string noted, int at, string message, string? searched = null)
    {
        _notes.Add(code, noted, at, message);
        var text = QueryText.Folded((searched ?? noted).Replace('"', ' '));
        return QueryText.IsSearchable(text) ? Counted(new QueryNode.Phrase(text, TextField.All), at) : null;
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
            _notes.AddOnce(QueryNoteCodes.TooManyClauses, _scanner.Since(at), at, $"a query holds at most {QueryLimits.Clauses} words and values; the rest was left out");
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
            _notes.AddOnce(QueryNoteCodes.TooLong, _scanner.Text, 0, $"longer than {QueryLimits.Length} characters when spelt out; the end was left out");
            root = QueryTree.Replace(root, QueryTree.Leaves(root, includeNegated: true).Last(), null) ?? QueryTree.Everything;
        }

        return root;
    }

    private void NoteIfWildcard(char sign, int at)
    {
        if (sign == '*')
        {
            _notes.AddOnce(QueryNoteCodes.LeadingWildcard, "*", at, "a word cannot begin with *; searched without it");
        }
    }

    private void AddDangling(List<QueryNode> operands, string name, int at)
    {
        NoteDangling(name, at);
        if (name != "|" && Counted(new QueryNode.Word(name.ToLowerInvariant(), TextField.All), at) is { } word)
        {
            operands.Add(word);
        }
    }

    private void NoteDangling(string name, int at) =>
        _notes.Add(QueryNoteCodes.DanglingOperator, name, at, name == "|" ? "nothing beside it to choose from; left out" : "an operator without its operand; searched as text");

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

    private static SortOrder? SortOf(List<QueryValue> values) => values is not [var value] ? null : value.Text.ToLowerInvariant() switch
    {
        "relevance" => SortOrder.Relevance,
        "newest" or "date" => SortOrder.Newest,
        "oldest" => SortOrder.Oldest,
        _ => null,
    };

    /// <summary>What a word inside <c>key:( … )</c> belongs to; both null outside.</summary>
    private readonly record struct TextScope(TextField? Field, string? Key)
    {
        public static TextScope None => default;
    }
}
