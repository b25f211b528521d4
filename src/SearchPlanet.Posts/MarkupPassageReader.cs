using System.Text;

namespace SearchPlanet.Posts;

/// <summary>
/// Reads Markdown, reStructuredText and plain text into passages, line by line, without asking which of them it is: blogs mix
/// them, and none of their block marks means something else in another. Tags of site generators stay as they are.
/// </summary>
internal sealed class MarkupPassageReader
{
    /// <summary>Speech without times has no paragraphs; passages of about a minute stand in for them.</summary>
    private const int MaxSpeechLength = 1000;

    private const int MaxHeadingLength = 200;

    private readonly PassageWriter _writer;
    private readonly HtmlPassageReader _html;
    private readonly InlineMarkup _inline;
    private readonly StringBuilder _paragraph = new();
    private readonly bool _isTranscript;
    private bool _isInList;
    private bool _expectsLiteral;
    private string? _literalLanguage;

    public MarkupPassageReader(PassageWriter writer, bool isTranscript)
    {
        _writer = writer;
        _html = new HtmlPassageReader(writer);
        _inline = new InlineMarkup(writer);
        _isTranscript = isTranscript;
    }

    public void Read(string text)
    {
        var lines = new LineReader(text);
        while (lines.TryRead(out var line))
        {
            if (line.IsWhiteSpace())
            {
                EndParagraph();
            }
            else if (_isTranscript && TranscriptTime.TryRead(ref line, out var at))
            {
                ReadSpeech(line, at);
            }
            else if (!TryReadBlock(line, ref lines))
            {
                AppendLine(line);
                if (_isTranscript && _paragraph.Length > MaxSpeechLength)
                {
                    EndParagraph();
                }
            }
        }

        EndParagraph();
        _writer.End();
    }

    /// <summary>Cues are a few words each; they are joined to sentences, which keep the time of their first word.</summary>
    private void ReadSpeech(ReadOnlySpan<char> words, TimeSpan at)
    {
        EndParagraph();
        if (_writer.IsEmpty)
        {
            _writer.At = at;
        }

        _writer.Append(words);
        _writer.Space();
        if (words.TrimEnd() is [.., '.' or '?' or '!'])
        {
            _writer.End();
        }
    }

    private bool TryReadBlock(ReadOnlySpan<char> line, ref LineReader lines)
    {
        var indent = MarkupLine.IndentOf(line);
        var rest = line.TrimStart();
        if (_paragraph.Length == 0 && indent > 0 && (_expectsLiteral || (indent >= 4 && !_isInList)))
        {
            ReadIndented(line, indent, ref lines);
            return true;
        }

        if (indent == 0)
        {
            _isInList = _isInList && _paragraph.Length > 0;
            _expectsLiteral = false;
        }

        if (MarkupLine.Fence(rest) is { } fence)
        {
            EndParagraph();
            ReadFenced(fence, rest[fence.Length..], ref lines);
            return true;
        }

        if (rest.StartsWith("{% highlight ", StringComparison.Ordinal) || rest.StartsWith("{{< highlight ", StringComparison.Ordinal))
        {
            EndParagraph();
            var tag = rest["{% highlight ".Length..].Trim();
            var blank = tag.IndexOfAny(' ', '%', '>');
            ReadUntil(ref lines, "highlight", blank < 0 ? tag : tag[..blank]);
            return true;
        }

        if (rest.StartsWith("<pre", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("<script", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("<style", StringComparison.OrdinalIgnoreCase))
        {
            EndParagraph();
            ReadHtmlBlock(line, rest, ref lines);
            return true;
        }

        return TryReadHeading(rest) || TryReadMark(rest, indent);
    }

    private bool TryReadHeading(ReadOnlySpan<char> line)
    {
        var level = line.IndexOfAnyExcept('#');
        if (level is >= 1 and <= 6 && line[level] == ' ')
        {
            EndParagraph();
            AppendHeading(line[level..].TrimEnd().TrimEnd('#').Trim());
            return true;
        }

        // A line of one repeated sign under a line of text makes that line a heading, in both languages.
        if (!MarkupLine.IsRule(line))
        {
            return false;
        }

        var title = _paragraph.ToString();
        if (title.Length is > 0 and <= MaxHeadingLength && !title.Contains('\n', StringComparison.Ordinal))
        {
            _paragraph.Clear();
            AppendHeading(title);
        }

        EndParagraph();
        return true;
    }

    private void AppendHeading(ReadOnlySpan<char> title)
    {
        string? anchor = null;
        var brace = title.LastIndexOf("{#");
        if (brace > 0 && title[^1] == '}')
        {
            anchor = title[(brace + 2)..^1].ToString();
            title = title[..brace].TrimEnd();
        }

        _writer.StartHeading(anchor);
        _html.Read(_inline.ToHtml(title));
        _isInList = false;
    }

    private bool TryReadMark(ReadOnlySpan<char> line, int indent)
    {
        if (line[0] == '>')
        {
            AppendLine(line.TrimStart("> "));
            return true;
        }

        if (MarkupLine.MarkerLength(line) is > 0 and var marker)
        {
            EndParagraph();
            _isInList = true;
            AppendLine(line[marker..]);
            return true;
        }

        if (line[0] == '|')
        {
            EndParagraph();
            if (!MarkupLine.IsTableRule(line))
            {
                AppendLine(line.ToString().Replace('|', ' '));
                EndParagraph();
            }

            return true;
        }

        if (line.StartsWith(".. ", StringComparison.Ordinal))
        {
            EndParagraph();
            ReadDirective(line[3..].TrimStart());
            return true;
        }

        // The target of a reference link.
        if (indent < 4 && line[0] == '[' && line.IndexOf("]: ") is > 0 and var colon)
        {
            var target = line[(colon + 3)..].Trim();
            var blank = target.IndexOf(' ');
            _writer.AddLink((blank < 0 ? target : target[..blank]).Trim("<>"));
            return true;
        }

        return false;
    }

    private void ReadDirective(ReadOnlySpan<char> line)
    {
        var colons = line.IndexOf("::");
        if (colons > 0)
        {
            var name = line[..colons];
            var argument = line[(colons + 2)..].Trim();
            if (name is "code-block" or "code" or "sourcecode" or "highlight" or "parsed-literal")
            {
                _expectsLiteral = true;
                _literalLanguage = argument.IsEmpty ? null : argument.ToString().ToLowerInvariant();
            }
            else if (name is not ("image" or "figure" or "contents" or "raw" or "include" or "youtube" or "media"))
            {
                AppendLine(argument);
            }
        }
        else if (line.StartsWith("_", StringComparison.Ordinal) && line.IndexOf(": ") is > 0 and var colon)
        {
            _writer.AddLink(line[(colon + 2)..]);
        }
    }

    private void ReadIndented(ReadOnlySpan<char> line, int indent, ref LineReader lines)
    {
        var code = new StringBuilder();
        var blank = 0;
        do
        {
            if (line.IsWhiteSpace())
            {
                blank++;
                continue;
            }

            if (MarkupLine.IndentOf(line) < Math.Min(indent, 4))
            {
                lines.Unread();
                break;
            }

            // Options of a directive are not its code.
            if (code.Length == 0 && _expectsLiteral && line.TrimStart() is [':', ..] option && option[1..].Contains(':'))
            {
                continue;
            }

            code.Append('\n', code.Length == 0 ? 0 : blank).Append(MarkupLine.Unindent(line, indent).TrimEnd()).Append('\n');
            blank = 0;
        }
        while (lines.TryRead(out line));

        _writer.AddCode(code.ToString(), _literalLanguage);
        _expectsLiteral = false;
        _literalLanguage = null;
    }

    private void ReadFenced(string fence, ReadOnlySpan<char> info, ref LineReader lines)
    {
        info = info.Trim().TrimStart("{.").Trim();
        var end = info.IndexOfAny(" {},:");
        var language = (end < 0 ? info : info[..end]).ToString().ToLowerInvariant();
        var code = new StringBuilder();
        while (lines.TryRead(out var line))
        {
            if (line.TrimStart().StartsWith(fence, StringComparison.Ordinal) && !line.Trim().ContainsAnyExcept(fence[0]))
            {
                break;
            }

            code.Append(line).Append('\n');
        }

        _writer.AddCode(code.ToString(), language.Length is > 0 and <= 20 ? language : null);
    }

    private void ReadUntil(ref LineReader lines, string name, ReadOnlySpan<char> language)
    {
        var code = new StringBuilder();
        while (lines.TryRead(out var line))
        {
            var rest = line.TrimStart();
            if ((rest.StartsWith("{% end", StringComparison.Ordinal) || rest.StartsWith("{{< /", StringComparison.Ordinal)) && rest.Contains(name, StringComparison.Ordinal))
            {
                break;
            }

            code.Append(line).Append('\n');
        }

        _writer.AddCode(code.ToString(), language.IsEmpty ? null : language.ToString().ToLowerInvariant());
    }

    private void ReadHtmlBlock(ReadOnlySpan<char> line, ReadOnlySpan<char> start, ref LineReader lines)
    {
        var nameEnd = start[1..].IndexOfAny(" >\t") is >= 0 and var found ? found + 1 : start.Length;
        var end = $"</{start[1..nameEnd]}";
        var html = new StringBuilder().Append(line).Append('\n');
        while (!line.Contains(end, StringComparison.OrdinalIgnoreCase) && lines.TryRead(out line))
        {
            html.Append(line).Append('\n');
        }

        _html.Read(html.ToString());
    }

    private void AppendLine(ReadOnlySpan<char> line)
    {
        if (_paragraph.Length > 0)
        {
            _paragraph.Append('\n');
        }

        _paragraph.Append(line.Trim());
    }

    private void EndParagraph()
    {
        if (_paragraph.Length == 0)
        {
            return;
        }

        var text = _paragraph.ToString();
        _paragraph.Clear();
        if (text.EndsWith("::", StringComparison.Ordinal))
        {
            _expectsLiteral = true;
            text = text[..^1];
        }

        _html.Read(_inline.ToHtml(text));
    }
}
