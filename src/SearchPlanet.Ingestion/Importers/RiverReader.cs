using System.Globalization;
using System.Text.RegularExpressions;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>
/// Reads a river of news saved as text: a day (<c>03 Dec 2025</c>), under it the planet that brought what follows
/// (<c>feedPlanet Python</c>), and under that posts, each a title, a body and a closing stamp (<c>03 Dec 2025 4:42pm GMT</c>).
/// </summary>
public static partial class RiverReader
{
    private const string FeedMark = "feed";

    private static readonly (string Heading, string Planet)[] Planets =
    [
        ("Planet Python", "python"), ("Django community", "django"), ("Planet Plone", "plone"), ("Planet Twisted", "twisted"),
    ];

    /// <summary>The posts of the page, in its order.</summary>
    public static IReadOnlyList<IncomingPost> Read(string text, ImportOptions options)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var posts = new List<IncomingPost>();
        DateTimeOffset? day = null;
        var heading = "";
        var expectsHeading = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            if (TryReadDay(line, out var read))
            {
                day = read;
                expectsHeading = true;
            }
            else if (expectsHeading || line.StartsWith(FeedMark, StringComparison.Ordinal))
            {
                heading = line.StartsWith(FeedMark, StringComparison.Ordinal) ? line[FeedMark.Length..] : line;
                expectsHeading = false;
            }
            else
            {
                var start = i + 1;
                var stamp = day;
                while (++i < lines.Length && !TryReadStamp(lines[i].Trim(), ref stamp))
                {
                }

                posts.Add(PostOf(line, lines[start..Math.Min(i, lines.Length)], heading, stamp, options));
            }
        }

        return posts;
    }

    /// <summary>True for a line that is a day and nothing else.</summary>
    internal static bool IsDay(string line) => TryReadDay(line, out _);

    private static IncomingPost PostOf(string line, string[] body, string heading, DateTimeOffset? published, ImportOptions options)
    {
        var planet = Array.Find(Planets, p => heading.StartsWith(p.Heading, StringComparison.OrdinalIgnoreCase)).Planet ?? options.Planet ?? SourceIdentity.FromName(heading);

        // The software behind the sites that call themselves planets puts the author in front of every title; the others do not.
        var (author, title) = PostTitle.Split(line, [], prefixes: heading.StartsWith("Planet ", StringComparison.OrdinalIgnoreCase));
        var text = TextPage.ToMarkdown(body);
        var whole = WholeArticlePattern().Match(text);
        return new IncomingPost
        {
            Title = title,
            Url = whole.Success ? whole.Groups["url"].Value : null,
            Authors = author is null ? [] : [author],
            Published = published,
            Kind = PostKindGuess.Of(title, null),
            Text = text,
            IsExcerpt = whole.Success || Excerpt.IsCut(text),
            Source = SourceOf(author, heading, planet, options),
        };
    }

    /// <summary>The author stands for the blog where one is named; else all that is known is the planet's page.</summary>
    private static PostSource SourceOf(string? author, string heading, string planet, ImportOptions options)
    {
        var title = options.Source ?? author ?? heading;
        var id = options.Source is not null || author is not null ? SourceIdentity.FromName(title) : planet;
        return new PostSource(id, title, planet, null, null, null);
    }

    private static bool TryReadDay(string line, out DateTimeOffset day) => DateTimeOffset.TryParseExact(
        line, "dd MMM yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out day);

    private static bool TryReadStamp(string line, ref DateTimeOffset? stamp)
    {
        if (!line.EndsWith(" GMT", StringComparison.Ordinal) || !DateTimeOffset.TryParseExact(
            line[..^4], "dd MMM yyyy h:mmtt", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
        {
            return false;
        }

        stamp = read;
        return true;
    }

    /// <summary>How feeds of excerpts say where the rest is: the only link that a page saved as text keeps.</summary>
    [GeneratedRegex(@"^Read the full article at (?<url>https?://\S+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WholeArticlePattern();
}
