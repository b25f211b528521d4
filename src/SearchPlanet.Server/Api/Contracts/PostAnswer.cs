using SearchPlanet.Posts;
using SearchPlanet.Search.Results;

namespace SearchPlanet.Server.Api.Contracts;

/// <summary>One post. Its text stays at the blog: here are what finds it, an excerpt, and where it leads.</summary>
internal sealed record PostAnswer(
    HitAnswer Post, DateTime FirstSeen, bool IsExcerpt, string? PartOf, IReadOnlyList<string> Imports, IReadOnlyList<string> Links)
{
    public static PostAnswer Of(Hit hit, Post post, PostContent content) =>
        new(HitAnswer.Of(hit), post.FirstSeen.UtcDateTime, post.IsExcerpt, post.PartOf, content.Imports, content.Links);
}
