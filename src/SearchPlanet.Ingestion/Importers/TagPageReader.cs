using System.Text;
using System.Text.RegularExpressions;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>
/// Reads the page of one tag saved as text (<c>561 items tagged "django"</c>): under years, links with commentary
/// (<c>Title. What is said of it</c>, <c>Title (via) What is said of it</c>) and posts (a title on a line of its own, a beginning,
/// <c>[... 693 words]</c>). Nothing marks where an item ends, so where one begins is told by these forms.
/// </summary>
public static partial class TagPageReader
{
    private const string Via = "(via)";

    private const int MaxTitleLength = 90;

    /// <summary>Where a title and its full stop must have been found.</summary>
    private const int MaxHeadLength = MaxTitleLength + 10;

    private const int MinTitleWords = 4;

    /// <summary>Sentences that begin so go on with what stands before them.</summary>
    private static readonly HashSet<string> Continuations = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "this", "that", "that's", "these", "those", "there", "there's", "here", "here's", "he", "he's", "she", "she's", "it", "it's", "its",
        "i", "i'm", "i've", "i'd", "i'll", "we", "we're", "you", "they", "so", "also", "and", "but", "or", "then", "if", "in", "on", "at", "my", "his", "her",
        "their", "our", "as", "to", "when", "while", "after", "other", "another", "some", "since", "because", "instead",
    };

    /// <summary>The items of the page, in its order. Years are no dates, so none has one.</summary>
    public static IReadOnlyList<IncomingPost> Read(string text, ImportOptions options)
    {
        var lines = SplitMarks(text);
        var tag = HeadingPattern().Match(lines.Count > 0 ? lines[0] : "").Groups["tag"].Value;
        var posts = new List<IncomingPost>();
        string? title = null;
        var kind = PostKind.Post;
        var body = new List<string>();
        var startsAfterMark = false;
        for (var i = 1; i < lines.Count; i++)
        {
            var line = lines[i];
            if (YearPattern().IsMatch(line) || LengthPattern().IsMatch(line))
            {
                End(isExcerpt: line[0] == '[');
                startsAfterMark = true;
                continue;
            }

            var next = i + 1 < lines.Count ? lines[i + 1] : "";
            var previous = i > 0 ? lines[i - 1] : "";
            if (StartOf(line, previous, next, startsAfterMark) is { } start)
            {
                End(isExcerpt: false);
                (title, kind, var rest) = start;
                body.Add(rest);
            }
            else if (title is not null && line != Via)
            {
                body.Add(line);
            }

            startsAfterMark = false;
        }

        End(isExcerpt: false);
        return posts;

        void End(bool isExcerpt)
        {
            if (title is not null)
            {
                posts.Add(PostOf(title, kind, Join(body), isExcerpt, tag, options));
            }

            title = null;
            body.Clear();
        }
    }

    internal static bool IsHeading(string line) => HeadingPattern().IsMatch(line);

    private static IncomingPost PostOf(string title, PostKind kind, string text, bool isExcerpt, string tag, ImportOptions options)
    {
        var source = options.Source ?? "";
        return new IncomingPost
        {
            Title = title,
            Kind = kind,
            Tags = tag.Length > 0 ? [tag] : [],
            Text = text,
            IsExcerpt = isExcerpt,
            Source = new PostSource(SourceIdentity.FromName(source), source, options.Planet, null, null, null),
        };
    }

    /// <summary>Lines without blank ones; the mark of a post's length, to which the next item is glued, on a line of its own.</summary>
    private static List<string> SplitMarks(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            var mark = LengthPattern().Match(line);
            if (mark.Success && mark.Length < line.Length)
            {
                lines.Add(mark.Value);
                lines.Add(line[mark.Length..].TrimStart());
            }
            else
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>What an item's first line says; null for a line that goes on with the item before.</summary>
    private static (string Title, PostKind Kind, string Text)? StartOf(string line, string previous, string next, bool startsAfterMark)
    {
        if (line.IndexOf(" " + Via + " ", StringComparison.Ordinal) is > 0 and var via)
        {
            return (line[..via], PostKind.Link, line[(via + Via.Length + 2)..]);
        }

        if (next == Via)
        {
            return (line, PostKind.Link, "");
        }

        if (!startsAfterMark && !EndsSentence(previous))
        {
            return null;
        }

        var head = HeadPattern().Match(line.Length <= MaxHeadLength ? line : line[..MaxHeadLength]);
        if (head.Success && head.Groups["title"].Length <= MaxTitleLength
            && (startsAfterMark || !Continuations.Contains(FirstWord(line))))
        {
            return (head.Groups["title"].Value, PostKind.Link, line[head.Length..]);
        }

        var isTitle = line.Length <= MaxTitleLength && !EndsSentence(line) && line[^1] is not (':' or ',' or ';')
            && line.Count(c => c == ' ') >= MinTitleWords - 1 && next.Length > line.Length && char.IsUpper(next[0]);
        return isTitle ? (line, PostKind.Post, "") : null;
    }

    private static bool EndsSentence(string line) => line is [.., '.' or '!' or '?' or '…'] or [.., '.' or '!' or '?', '"' or '”' or ')'];

    private static string FirstWord(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return (blank < 0 ? line : line[..blank]).Replace('’', '\'');
    }

    /// <summary>Inline code and links stand on lines of their own in such a page; what is no end of a sentence goes on.</summary>
    private static string Join(List<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Where(l => l.Length > 0))
        {
            text.Append(text.Length == 0 ? "" : text[^1] is '.' or '!' or '?' or ':' or '”' or '"' ? "\n\n" : "\n").Append(line);
        }

        return text.ToString();
    }

    [GeneratedRegex("^[0-9,]+ items? tagged [“\"](?<tag>[^”\"]+)[”\"]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex("^(19|20)[0-9]{2}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex YearPattern();

    [GeneratedRegex(@"^\[\.\.\. [0-9,]+ words\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LengthPattern();

    /// <summary>A title, the full stop that the page puts behind it, and a commentary.</summary>
    [GeneratedRegex(@"^(?<title>[\w“""{][^.!?]*([.!?]\S[^.!?]*)*?([!?](?= )|(?=\. )))\.? (?=\S)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeadPattern();
}
