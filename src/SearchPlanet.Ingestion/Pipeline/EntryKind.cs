using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Articles;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>
/// What sort of thing an entry is: first by what the feed says (a transcript file, a page that the entry is about, a category), then by its
/// title, then by the shape of its body. Doubtful ones are posts.
/// </summary>
public static partial class EntryKind
{
    /// <summary>A comment on a link or a quotation is short; an essay that begins with one is an essay.</summary>
    private const int MaxNoteWords = 250;

    /// <summary>Links to other sites, each in a list item, that make a newsletter of a post in a feed of that name.</summary>
    private const int MinNewsletterLinks = 4;

    /// <summary>The share of an entry's text, in per cent, that stands in quotation marks of the blog when it is a quote.</summary>
    private const int QuotePercent = 60;

    /// <param name="document">The feed that it stands in.</param>
    /// <param name="title">The entry's own, without a planet's prefix.</param>
    /// <param name="html">Its body; null or empty when it has none.</param>
    public static PostKind Of(Feed document, FeedItem item, string title, string? html)
    {
        var categories = item.Categories.Select(category => category.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (item.Transcripts.Count > 0 || categories.Overlaps(["transcript", "transcripts"]))
        {
            return PostKind.Transcript;
        }

        if (categories.Overlaps(["newsletter", "newsletters"]))
        {
            return PostKind.Newsletter;
        }

        if (ReleaseTitle().IsMatch(title) || item.Link?.Contains("/releases/tag/", StringComparison.Ordinal) == true)
        {
            return PostKind.Release;
        }

        var isAboutAPage = IsAboutAPageElsewhere(item);
        var isSaidNewsletter = NewsletterName().IsMatch(item.Source?.Title ?? document.Title ?? "") || NewsletterName().IsMatch(title);
        var saysLink = categories.Overlaps(["link", "links", "linklog", "linkblog"]);
        var hasQuotation = html?.Contains("<blockquote", StringComparison.OrdinalIgnoreCase) == true;
        if (!isAboutAPage && !isSaidNewsletter && !saysLink && !hasQuotation)
        {
            return PostKind.Post;
        }

        if (HtmlComplexity.IsBeyondReason(html))
        {
            return PostKind.Post;
        }

        var body = new HtmlParser().ParseDocument(html ?? "").Body!;
        var words = CountWords(body.TextContent);
        if (isSaidNewsletter && CountListedLinks(body, item.Link) >= MinNewsletterLinks)
        {
            return PostKind.Newsletter;
        }

        if (words > MaxNoteWords)
        {
            return PostKind.Post;
        }

        if (isAboutAPage || saysLink)
        {
            return PostKind.Link;
        }

        var quoted = body.QuerySelectorAll("blockquote").Where(quote => quote.ParentElement?.Closest("blockquote") is null).Sum(quote => CountWords(quote.TextContent));
        return hasQuotation && quoted * 100 >= words * QuotePercent ? PostKind.Quote : PostKind.Post;
    }

    private static bool IsAboutAPageElsewhere(FeedItem item) =>
        Uri.TryCreate(item.ExternalLink, UriKind.Absolute, out var page)
        && Uri.TryCreate(item.Link, UriKind.Absolute, out var own)
        && !page.Host.Equals(own.Host, StringComparison.OrdinalIgnoreCase);

    private static int CountListedLinks(IHtmlElement body, string? own)
    {
        var ownHost = Uri.TryCreate(own, UriKind.Absolute, out var address) ? address.Host : "";
        return body.QuerySelectorAll("li")
            .Select(line => line.QuerySelector("a[href]")?.GetAttribute("href"))
            .Count(link => Uri.TryCreate(link, UriKind.Absolute, out var target) && !target.Host.Equals(ownHost, StringComparison.OrdinalIgnoreCase));
    }

    private static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary><c>tinyqueue 2.1 released</c>, <c>Python 3.14.0rc2 is now available</c>, <c>Released: pytest 9.0.1</c>.</summary>
    [GeneratedRegex(
        @"^(?:\S+ ){1,5}v?\d+(?:\.\d+)+\S*(?: [\w ]{1,12})? (?:released|available|out)\b|^released?:? (?:\S+ ){1,5}v?\d+(?:\.\d+)+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ReleaseTitle();

    [GeneratedRegex(@"\b(?:newsletter|weekly|digest|letters|news)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NewsletterName();
}
