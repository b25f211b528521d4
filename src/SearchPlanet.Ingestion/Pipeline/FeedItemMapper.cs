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
        var title = item.Source?.Title ?? (feed.IsPlanet ? null : document.Title);
        var id = SourceIdentity.FromUrl(home) ?? SourceIdentity.FromName(title ?? feed.Id);
        var post = new IncomingPost
        {
            Url = url,
            Title = string.IsNullOrWhiteSpace(item.Title) ? url! : item.Title,
            Authors = [.. item.Authors.Select(author => author.Name).OfType<string>()],
            Tags = [.. item.Categories.Select(category => category.Name)],
            Published = item.Published,
            Updated = item.Updated,
            Language = item.Language ?? document.Language,
            Html = body is { IsHtml: true } ? body.Value : null,
            Text = body is { IsHtml: false } ? body.Value : null,
            Source = new PostSource(id, title ?? id, feed.IsPlanet ? feed.Planet : null, item.Id, item.Link, feed.Url),
        };
        return new MappedEntry([post], null);
    }
}
