using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>Reads an aggregator's page of titles and beginnings saved as text: entries parted by <c> -</c> at the end of a line, without authors, dates or links.</summary>
public static class ExcerptsReader
{
    private const string Separator = "-";

    /// <summary>The posts of the page, in its order.</summary>
    public static IReadOnlyList<IncomingPost> Read(string text, ImportOptions options)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        var first = lines.IndexOf(Separator);
        var heading = first > 0 ? lines[0] : null;
        var posts = new List<IncomingPost>();
        var entry = new List<string>();
        foreach (var line in lines.Skip(first + 1))
        {
            var ends = line == Separator || line.EndsWith(" " + Separator, StringComparison.Ordinal);
            entry.Add(ends ? line[..^1].TrimEnd() : line);
            if (ends)
            {
                End();
            }
        }

        End();
        return posts;

        void End()
        {
            if (entry.Count > 0 && entry[0].Length > 0)
            {
                posts.Add(PostOf(entry, heading, options));
            }

            entry.Clear();
        }
    }

    private static IncomingPost PostOf(List<string> entry, string? heading, ImportOptions options)
    {
        var body = TextPage.ToMarkdown(entry.GetRange(1, entry.Count - 1));
        var planet = options.Planet ?? (heading is null ? null
            : heading.StartsWith("Django community", StringComparison.OrdinalIgnoreCase) ? "django"
            : SourceIdentity.FromName(heading));
        var source = options.Source ?? heading ?? "";
        return new IncomingPost
        {
            Title = entry[0],
            Kind = PostKindGuess.Of(entry[0], null),
            Text = body,
            IsExcerpt = Excerpt.IsCut(body),
            Source = new PostSource(options.Source is null && planet is not null ? planet : SourceIdentity.FromName(source), source, planet, null, null, null),
        };
    }
}
