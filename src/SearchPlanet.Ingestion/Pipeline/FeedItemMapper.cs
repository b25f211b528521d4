using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Makes posts of a feed's entries.</summary>
public static class FeedItemMapper
{
    /// <param name="feed">The subscription that the entry came by.</param>
    /// <param name="document">The document that it stands in.</param>
    public static MappedEntry Map(FeedRecord feed, Feed document, FeedItem item)
    {
        var url = item.OriginalLink ?? item.Link;
        var body = item.Content ?? item.Summary;
        if (string.IsNullOrWhiteSpace(item.Title) && url is null)
            return new MappedEntry([], "it has neither a title nor a link");
        var home = item.Source?.Link ?? (feed.IsPlanet ? url : document.Link ?? feed.SiteUrl) ?? feed.Url;
        var (name, title) = feed.IsPlanet && PlanetTitle.IsConventionOf(document) ? PlanetTitle.Split(item.Title ?? "") : (null, item.Title);
        var blog = item.Source?.Title ?? (feed.IsPlanet ? name : document.Title);
        var id = SourceIdentity.FromUrl(home) ?? SourceIdentity.FromName(blog ?? feed.Id);
        var isHtml = body is { IsHtml: true };
        var post = new IncomingPost
        {
            Url = url,
            Title = string.IsNullOrWhiteSpace(title) ? url! : title,
            Authors = Authors(feed, document, item, name),
            Tags = [.. item.Categories.Select(category => category.Name)],
            Published = item.Published,
            Updated = item.Updated,
            Kind = EntryKind.Of(document, item, title ?? "", isHtml ? body!.Value : null),
            Language = item.Language ?? document.Language,
            Html = isHtml ? body!.Value : null,
            Text = isHtml ? null : body?.Value,
            IsExcerpt = item.Content is null && IsCut(body?.Value),
            Source = new PostSource(id, blog ?? id, feed.IsPlanet ? feed.Planet : null, item.Id, item.Link, feed.Url),
        };
        return new MappedEntry([post], null);
    }

    /// <summary>The entry's own authors; else its blog's. A planet is nobody's author.</summary>
    private static IReadOnlyList<string> Authors(FeedRecord feed, Feed document, FeedItem item, string? name)
    {
        var own = Names(item.Authors);
        return own.Count > 0 ? own : name is not null ? [name] : feed.IsPlanet ? [] : Names(document.Authors);

        static IReadOnlyList<string> Names(IReadOnlyList<FeedPerson> people) => [.. people.Select(person => person.Name).OfType<string>()];
    }

    /// <summary>Whether a summary ends as what was cut off ends: in an ellipsis, perhaps bracketed.</summary>
    private static bool IsCut(string? summary)
    {
        var end = summary.AsSpan().TrimEnd();
        while (end.EndsWith(">") && end.LastIndexOf('<') is >= 0 and var tag)
            end = end[..tag].TrimEnd();
        return end.EndsWith("…") || end.EndsWith("...") || end.EndsWith("[…]") || end.EndsWith("[...]") || end.EndsWith("&hellip;") || end.EndsWith("[&#8230;]");
    }
}
