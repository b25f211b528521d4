using System.Buffers;
using System.Globalization;
using SearchPlanet.Engine.Highlighting;
using SearchPlanet.Posts;
using SearchPlanet.Search.Ranking;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Shows what matched: titles with marks, and the best passages of a body. For one request and thread.</summary>
internal sealed class SnippetBuilder
{
    private const int MaxLength = 240;

    /// <summary>Posts of more words than this show more than one passage.</summary>
    private const int LongPost = 600;

    private const int MaxSnippets = 3;

    /// <summary>Passages that are analysed, and their characters: what bounds the cost of a hit.</summary>
    private const int MaxPassages = 10;

    private const int MaxCharacters = 6_000;

    private readonly Highlighter _prose;
    private readonly Highlighter _code;
    private readonly SearchValues<string>? _tellingBeginnings;
    private readonly SearchValues<string>? _beginnings;

    /// <param name="marks">What to mark, and how the words that match begin: passages with none of them are passed over unread.</param>
    public SnippetBuilder(TermMarks marks)
    {
        _prose = new Highlighter(Analyzers.Prose, marks.Terms);
        _code = new Highlighter(Analyzers.Code, marks.Terms);
        _tellingBeginnings = ValuesOf(marks.TellingBeginnings);
        _beginnings = ValuesOf(marks.Beginnings);
    }

    /// <summary>Escaped text with <c>&lt;mark&gt;</c> around what matched.</summary>
    public string Title(string title) => MarkedHtml.Write(title, _prose.Find(title));

    /// <summary>The best of the first passages that match, in their order; empty when nothing in the body matched.</summary>
    /// <param name="passages">May be gone through twice.</param>
    public List<Snippet> Passages(IEnumerable<Passage> passages, int words)
    {
        var telling = _tellingBeginnings is null ? [] : Passages(passages, words, _tellingBeginnings);
        // Of alternatives a post may hold the common one alone, or the rare one in its title.
        return telling.Count > 0 || _beginnings is null ? telling : Passages(passages, words, _beginnings);
    }

    /// <summary>A beginning without marks, for posts of which only the title matched.</summary>
    public static Snippet Plain(string text) => new(Escaped(text), "body", null);

    public static string Escaped(string text) => MarkedHtml.Write(text, []);

    private static SearchValues<string>? ValuesOf(IReadOnlyCollection<string> beginnings) =>
        beginnings.Count == 0 ? null : SearchValues.Create([.. beginnings], StringComparison.OrdinalIgnoreCase);

    private List<Snippet> Passages(IEnumerable<Passage> passages, int words, SearchValues<string> beginnings)
    {
        var best = new PriorityQueue<(int Index, Passage Passage, HighlightPassage Part), float>();
        var wanted = words > LongPost ? MaxSnippets : 1;
        var (read, characters) = (0, 0);
        foreach (var passage in passages)
        {
            if (passage.Kind == PassageKind.Heading || !passage.Text.AsSpan().ContainsAny(beginnings))
            {
                continue;
            }

            var highlighter = passage.Kind == PassageKind.Code ? _code : _prose;
            foreach (var part in highlighter.BestPassages(passage.Text, wanted, MaxLength))
            {
                best.Enqueue((read, passage, part), part.Score);
                if (best.Count > wanted)
                {
                    best.Dequeue();
                }
            }

            characters += passage.Text.Length;
            if (++read == MaxPassages || characters > MaxCharacters)
            {
                break;
            }
        }

        return [.. best.UnorderedItems.Select(static item => item.Element).OrderBy(static e => e.Index).ThenBy(static e => e.Part.Start)
            .Select(static e => SnippetOf(e.Passage, e.Part))];
    }

    private static Snippet SnippetOf(Passage passage, HighlightPassage part)
    {
        var html = MarkedHtml.Write(passage.Text, part.Start, part.End, part.Ranges);
        var (isFromStart, isToEnd) = (part.Start == 0, part.End == passage.Text.Length);
        var at = passage.At is { } time ? string.Create(CultureInfo.InvariantCulture, $"t={(int)time.TotalSeconds}") : passage.Anchor;
        return new Snippet(
            $"{(isFromStart ? "" : "… ")}{html}{(isToEnd ? "" : " …")}",
            passage.Kind switch { PassageKind.Code => "code", PassageKind.Transcript => "transcript", _ => "body" },
            at);
    }
}
