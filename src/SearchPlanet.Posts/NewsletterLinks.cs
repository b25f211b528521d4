using System.Net;
using System.Text;

namespace SearchPlanet.Posts;

/// <summary>Takes the links out of a newsletter, each with the sentence that recommends it: items of their own that point to the newsletter.</summary>
public static class NewsletterLinks
{
    private const int MaxLinks = 100;

    private const int MaxTitleLength = 200;

    private const int MaxTextLength = 1000;

    /// <summary>Fewer words than these say nothing of a link; menus and buttons have none.</summary>
    private const int MinWords = 4;

    private static readonly string[] NotItems = ["unsubscribe", "subscribe", "view in browser", "sponsor", "read more", "forward", "@"];

    /// <summary>The links of a newsletter in HTML whose text begins a block; none for other posts and for newsletters without links.</summary>
    /// <param name="newsletter">As its feed gave it.</param>
    /// <returns>Posts of kind <see cref="PostKind.Link"/> whose <see cref="IncomingPost.PartOf"/> names the newsletter.</returns>
    public static IReadOnlyList<IncomingPost> Of(IncomingPost newsletter)
    {
        if (newsletter.Kind != PostKind.Newsletter || newsletter.Html is not { } html)
        {
            return [];
        }

        var parent = PostIdentity.NewId(newsletter, PostIdentity.KeysOf(newsletter), attempt: 0);
        var name = newsletter.Source.Guid ?? newsletter.Url ?? parent;
        return Read(html)
            .Where(i => i.Text.Count(c => c == ' ') >= MinWords - 1 && !Array.Exists(NotItems, n => i.Title.Contains(n, StringComparison.OrdinalIgnoreCase)))
            .Select(i => (i.Title, i.Text, Url: CanonicalUrl.Of(i.Href)))
            .Where(i => i.Url is not null)
            .DistinctBy(i => i.Url, StringComparer.Ordinal)
            .Take(MaxLinks)
            .Select(i => new IncomingPost
            {
                Url = i.Url,
                Title = i.Title,
                Text = i.Text,
                Kind = PostKind.Link,
                Published = newsletter.Published,
                SeenAppearing = newsletter.SeenAppearing,
                Language = newsletter.Language,
                PartOf = parent,
                Source = newsletter.Source with { Guid = $"{name} {i.Url}", Url = i.Url },
            })
            .ToList();
    }

    private static List<(string Title, string Href, string Text)> Read(ReadOnlySpan<char> html)
    {
        var items = new List<(string Title, string Href, string Text)>();
        var title = new StringBuilder();
        var text = new StringBuilder();
        string? href = null;
        var isInLink = false;
        var isHeading = false;
        var isBlockEmpty = true;
        while (!html.IsEmpty)
        {
            var bracket = html.IndexOf('<');
            if (bracket != 0)
            {
                var run = bracket < 0 ? html : html[..bracket];
                html = html[run.Length..];
                if (isInLink)
                {
                    Append(title, run, MaxTitleLength);
                }
                else if (href is not null && !isHeading)
                {
                    Append(text, run, MaxTextLength);
                }

                isBlockEmpty &= run.IsWhiteSpace();
                continue;
            }

            if (!HtmlTag.TryRead(html, out var tag))
            {
                html = html[1..];
                continue;
            }

            html = html[tag.Length..];
            if (tag.Is("a"))
            {
                if (!tag.IsEnd && isBlockEmpty && tag.Attribute("href") is { } target)
                {
                    End();
                    href = target;
                    isInLink = true;
                }
                else if (tag.IsEnd)
                {
                    isInLink = false;
                }
            }
            else if (tag.Is("p") || tag.Is("div") || tag.Is("li") || tag.Is("td") || tag.Is("tr") || tag.Is("br") || tag.Is("ul") || IsHeading(tag))
            {
                isBlockEmpty = true;
                isHeading = IsHeading(tag) && !tag.IsEnd;
                text.Append(' ');
            }
        }

        End();
        return items;

        void End()
        {
            if (href is not null && title.ToString().Trim() is { Length: > 2 } name)
            {
                // "Title: a sentence" leaves its colon with the sentence.
                items.Add((name, href, text.ToString().TrimStart(' ', ':', '–', '—', '-', ',').TrimEnd()));
            }

            title.Clear();
            text.Clear();
            href = null;
        }

        static bool IsHeading(in HtmlTag tag) => tag.Name.Length == 2 && tag.Name[0] is 'h' or 'H' && char.IsAsciiDigit(tag.Name[1]);
    }

    private static void Append(StringBuilder to, ReadOnlySpan<char> run, int maxLength)
    {
        foreach (var c in run.Contains('&') ? WebUtility.HtmlDecode(run.ToString()) : run)
        {
            if (to.Length >= maxLength)
            {
                return;
            }

            if (!char.IsWhiteSpace(c))
            {
                to.Append(c);
            }
            else if (to.Length > 0 && to[^1] != ' ')
            {
                to.Append(' ');
            }
        }
    }
}
