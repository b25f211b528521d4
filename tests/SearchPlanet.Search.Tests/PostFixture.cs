using SearchPlanet.Engine.Store;
using SearchPlanet.Posts;

namespace SearchPlanet.Search.Tests;

/// <summary>A small index in memory, of posts that a test writes down in a line each.</summary>
internal sealed class PostFixture : IDisposable
{
    private readonly MemoryIndexDirectory _directory = new();
    private long _sequence;

    public PostFixture(params IEnumerable<Post> posts)
    {
        Index = PostIndex.Open(_directory, new PostIndexOptions());
        Searcher = Index.CreateSearcher();
        Add(posts);
    }

    public PostIndex Index { get; }

    public PostSearcher Searcher { get; }

    public static Post Post(
        string id, string title, string text = "", string date = "", string author = "", string tags = "", string source = "blog.example", string planet = "",
        PostKind kind = PostKind.Post, string? language = null) => new()
    {
        Id = id,
        Url = $"https://{source}/{id}",
        Title = title,
        Text = text,
        Published = date.Length == 0 ? null : DateTimeOffset.Parse(date + (date.Length > 10 ? "Z" : "T12:00:00Z")),
        DateConfidence = date.Length == 0 ? DateConfidence.Unknown : DateConfidence.Feed,
        Authors = author.Length == 0 ? [] : author.Split(','),
        Tags = tags.Length == 0 ? [] : tags.Split(','),
        Kind = kind,
        Language = language,
        Sources = [.. (planet.Length == 0 ? [""] : planet.Split(',')).Select(p => new PostSource(source, $"The {source}", p.Length == 0 ? null : p, null, null, null))],
    };

    public void Add(params IEnumerable<Post> posts)
    {
        Index.Apply(posts.Select(post => new PostUpdate(++_sequence, post.Id, post, PostContentReader.Read(post))), TestContext.Current.CancellationToken);
        Index.Refresh();
    }

    public void Remove(string id)
    {
        Index.Apply([new PostUpdate(++_sequence, id, null, null)], TestContext.Current.CancellationToken);
        Index.Refresh();
    }

    public SearchResponse Search(SearchRequest request) => Searcher.Search(request, TestContext.Current.CancellationToken);

    public SearchResponse Search(string query) => Search(new SearchRequest { Query = query });

    /// <summary>The ids found, in order.</summary>
    public string Ids(string query) => string.Join(' ', Search(query).Hits.Select(h => h.Id));

    public void Dispose()
    {
        Searcher.Dispose();
        Index.Dispose();
    }
}
