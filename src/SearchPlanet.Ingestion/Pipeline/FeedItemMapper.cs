using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Makes posts of a feed's entries: whose it is, what sort of thing it is, and whether it is whole. Nothing is invented.</summary>
public static class FeedItemMapper
{
    /// <summary>Where a title that is made of a text is cut.</summary>
    private const int MaxMadeTitleLength = 80;

    /// <param name="feed">The subscription that the entry came by.</param>
    /// <param name="document">The document that it stands in.</param>
    public static MappedEntry Map(FeedRecord feed, Feed document, FeedItem item)
    {
        var url = item.OriginalLink ?? item.Link;
        var body = item.Content ?? item.Summary;
        if (string.IsNullOrWhiteSpace(item.Title) && url is null && string.IsNullOrWhiteSpace(body?.Value))
        {
            return new MappedEntry([], "it has neither a title, nor a link, nor a text");
        }

        var (name, title) = TitleOf(feed, document, item);
        var html = body is { IsHtml: true } ? body.Value : null;
        var source = SourceOf(feed, document, item, name);
        var kind = EntryKind.Of(document, item, title, html);
        var post = new IncomingPost
        {
            Url = url,
            Title = title,
            Authors = AuthorsOf(feed, document, item, name),
            Tags = [.. item.Categories.Select(category => category.Name)],
            Published = item.Published,
            Updated = item.Updated,
            Kind = kind == PostKind.Post ? PostKindGuess.Of(title, source.Title) : kind,
            Language = item.Language ?? document.Language ?? feed.Language,
            Html = html,
            Text = html is null ? body?.Value : null,
            IsExcerpt = item.Content is null && body is not null && Excerpt.IsCut(body.Value),
            Source = source,
        };
        return new MappedEntry([post, .. NewsletterLinks.Of(post)], null);
    }

    /// <summary>The title without the name that a planet put before it, and that name.</summary>
    private static (string? Name, string Title) TitleOf(FeedRecord feed, Feed document, FeedItem item)
    {
        if (string.IsNullOrWhiteSpace(item.Title))
        {
            return (null, FirstWords(item) ?? item.OriginalLink ?? item.Link ?? "Untitled");
        }

        if (!feed.IsPlanet)
        {
            return (null, item.Title);
        }

        var names = item.Authors.Select(person => person.Name).Append(item.Source?.Title).OfType<string>();
        return PostTitle.Split(item.Title, names, PlanetTitle.IsConventionOf(document));
    }

    /// <summary>Entries of microblogs have no title; their beginning stands for it.</summary>
    private static string? FirstWords(FeedItem item)
    {
        var body = item.Content ?? item.Summary;
        var words = body is null ? "" : PostContentReader.Read(new Post { Id = "", Title = "", Html = body.Value }).Excerpt;
        if (words.Length <= MaxMadeTitleLength)
        {
            return words.Length == 0 ? null : words;
        }

        var blank = words.LastIndexOf(' ', MaxMadeTitleLength);
        return string.Concat(words.AsSpan(0, blank > 0 ? blank : MaxMadeTitleLength), "…");
    }

    /// <summary>The entry's own authors; else its blog's. A planet is nobody's author.</summary>
    private static IReadOnlyList<string> AuthorsOf(FeedRecord feed, Feed document, FeedItem item, string? name)
    {
        var own = Names(item.Authors);
        return own.Count > 0 ? own
            : name is not null ? [name]
            : Names(feed.IsPlanet ? item.Source?.Authors ?? [] : document.Authors);

        static IReadOnlyList<string> Names(IReadOnlyList<FeedPerson> people) => [.. people.Select(person => person.Name).OfType<string>()];
    }

    private static PostSource SourceOf(FeedRecord feed, Feed document, FeedItem item, string? name)
    {
        var url = item.OriginalLink ?? item.Link;
        var home = item.Source?.Link ?? (feed.IsPlanet ? url ?? item.Source?.FeedAddress : document.Link ?? feed.SiteUrl) ?? feed.Url;
        var title = item.Source?.Title ?? (feed.IsPlanet ? name : document.Title ?? feed.Title);
        var id = SourceIdentity.FromUrl(home) ?? SourceIdentity.FromUrl(url) ?? SourceIdentity.FromName(title ?? feed.Id);
        return new PostSource(id, string.IsNullOrWhiteSpace(title) ? id : title, feed.IsPlanet ? feed.Planet : null, item.Id, item.Link, feed.Url);
    }
}
