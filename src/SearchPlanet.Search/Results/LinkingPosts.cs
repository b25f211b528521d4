using SearchPlanet.Engine.Search;
using SearchPlanet.Posts;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Results;

/// <summary>Posts of the index that link to one post, the newest first.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Hits">The first of them.</param>
public sealed record LinkingPosts(int Total, IReadOnlyList<Hit> Hits)
{
    internal static readonly LinkingPosts None = new(0, []);

    private static readonly Sort ByNewest = new(SortField.Number(PostFields.Published, isDescending: true), SortField.Number(PostFields.Key));

    internal static LinkingPosts Find(PostSnapshot snapshot, string id, int count, CancellationToken cancellationToken)
    {
        if (snapshot.Find(PostFields.Id, id) is not (>= 0 and var doc) || CanonicalUrl.KeyOf(snapshot.SummaryOf(doc).Url) is not { } address)
        {
            return None;
        }

        var query = new BooleanQuery(
            new BooleanClause(new TermQuery(PostFields.LinksTo, address), Occur.Filter),
            new BooleanClause(new TermQuery(PostFields.Id, id), Occur.MustNot));
        var found = snapshot.Searcher.Search(query, new SearchOptions { Limit = count, Sort = ByNewest }, cancellationToken);
        return new LinkingPosts((int)found.TotalHits, [.. found.ScoreDocs.Select(hit => HitBuilder.Plain(snapshot.SummaryOf(hit.Doc)))]);
    }
}
