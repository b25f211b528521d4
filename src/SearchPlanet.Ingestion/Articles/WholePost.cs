using SearchPlanet.Archive;
using SearchPlanet.Posts;

namespace SearchPlanet.Ingestion.Articles;

/// <summary>A post of which a feed gave only a part.</summary>
internal static class WholePost
{
    /// <summary>The post as the feed's own source would have told it, had it told all; its body is the caller's to add.</summary>
    public static IncomingPost Of(Post post, FeedRecord feed) => new()
    {
        Url = post.Url,
        Title = post.Title,
        Authors = post.Authors,
        Tags = post.Tags,
        Published = post.Published,
        Updated = post.Updated,
        Kind = post.Kind,
        Language = post.Language,
        Source = post.Sources.FirstOrDefault(source => source.FeedUrl == feed.Url) ?? post.Sources[0],
    };
}
