using System.Buffers;
using System.Text;

namespace SearchPlanet.Posts;

/// <summary>Takes text as a reader finds it and makes passages of it. Bounded: past the limits text is dropped, never kept unbounded.</summary>
internal sealed class PassageWriter(PassageKind prose, Uri? baseUrl)
{
    /// <summary>Longer paragraphs are parted at a blank, so that a snippet is never searched in more.</summary>
    private const int MaxPassageLength = 4000;

    private const int MaxCodeLength = 50_000;

    private const int MaxPassages = 20_000;

    private const int MaxLinks = 500;

    private const int MaxAnchorLength = 200;

    /// <summary>Soft hyphens, joiners and marks that split words which are read as one.</summary>
    private const string Invisible = "\u00ad\u200b\u200c\u2060\ufeff";

    private static readonly SearchValues<char> NotCopied = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue).Select(c => (char)c).Where(c => char.IsWhiteSpace(c) || char.IsControl(c)), .. Invisible]);

    private readonly StringBuilder _text = new();
    private readonly List<Passage> _passages = [];
    private readonly List<string> _links = [];
    private readonly HashSet<string> _linkKeys = new(StringComparer.Ordinal);
    private string? _anchor;
    private bool _isHeading;

    public List<Passage> Passages => _passages;

    public List<string> Links => _links;

    public bool IsEmpty => _text.Length == 0;

    /// <summary>Where the following prose is spoken, in transcripts.</summary>
    public TimeSpan? At { get; set; }

    /// <summary>Adds running text; white space is folded, also across calls.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAny(NotCopied);
            _text.Append(run < 0 ? text : text[..run]);
            if (run < 0)
            {
                return;
            }

            if (!Invisible.Contains(text[run]))
            {
                Space();
            }

            text = text[(run + 1)..];
        }
    }

    public void Space()
    {
        if (_text.Length > 0 && _text[^1] != ' ')
        {
            if (_text.Length >= MaxPassageLength)
            {
                End();
            }
            else
            {
                _text.Append(' ');
            }
        }
    }

    /// <summary>Ends the passage; what follows is another.</summary>
    public void End()
    {
        var length = _text.Length;
        if (length > 0 && _text[length - 1] == ' ')
        {
            length--;
        }

        if (length > 0)
        {
            var text = _text.ToString(0, length);
            Add(_isHeading
                ? new Passage(PassageKind.Heading, WithoutLink(text), _anchor)
                : new Passage(prose, text, _anchor, At));
        }

        _text.Clear();
        _isHeading = false;
    }

    /// <param name="anchor">Its id; null when it has none, and then what stands below has none either: the nearest heading cannot be linked.</param>
    public void StartHeading(string? anchor)
    {
        End();
        _isHeading = true;
        _anchor = anchor is { Length: <= MaxAnchorLength } ? anchor : null;
    }

    /// <summary>Gives a heading that has begun the id that was found inside it.</summary>
    public void SetAnchor(string anchor)
    {
        if (_isHeading && _anchor is null && anchor.Length <= MaxAnchorLength)
        {
            _anchor = anchor;
        }
    }

    /// <param name="code">With its line breaks and indentation.</param>
    public void AddCode(ReadOnlySpan<char> code, string? language)
    {
        End();
        code = code.TrimEnd();
        while (!code.IsEmpty && code[..(code.IndexOf('\n') + 1)].IsWhiteSpace() && code.Contains('\n'))
        {
            code = code[(code.IndexOf('\n') + 1)..];
        }

        if (!code.IsEmpty)
        {
            code = code.Length > MaxCodeLength ? code[..MaxCodeLength] : code;
            Add(new Passage(PassageKind.Code, code.ToString().ReplaceLineEndings("\n"), _anchor, Language: language));
        }
    }

    public void AddLink(ReadOnlySpan<char> href)
    {
        href = href.Trim();
        if (href.IsEmpty || href[0] == '#' || _links.Count >= MaxLinks || href.Length > 2048)
        {
            return;
        }

        var isAbsolute = href.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || href.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var target = isAbsolute ? href.ToString()
            : baseUrl is not null && Uri.TryCreate(baseUrl, href.ToString(), out var resolved) ? resolved.AbsoluteUri
            : null;
        if (CanonicalUrl.Of(target) is { } url && _linkKeys.Add(url))
        {
            _links.Add(url);
        }
    }

    /// <summary>A heading without what generators put behind it to link to it.</summary>
    private static string WithoutLink(string heading)
    {
        foreach (var mark in (ReadOnlySpan<string>)["¶", " #", "🔗"])
        {
            if (heading.EndsWith(mark, StringComparison.Ordinal))
            {
                return heading[..^mark.Length].TrimEnd();
            }
        }

        return heading;
    }

    private void Add(Passage passage)
    {
        if (_passages.Count < MaxPassages && passage.Text.Length > 0)
        {
            _passages.Add(passage);
        }
    }
}
