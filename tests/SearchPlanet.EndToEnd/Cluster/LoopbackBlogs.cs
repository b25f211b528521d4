using System.Globalization;
using System.Net;
using System.Text;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd.Cluster;

/// <summary>
/// Blogs that keep publishing, each at an address of its own in 127.0.0.0/8, since politeness counts requests by host. A feed holds all that its blog
/// has published, so that nothing is missed by a reader that was away.
/// </summary>
internal sealed class LoopbackBlogs : IAsyncDisposable
{
    private static readonly string[] Syllables = ["ra", "den", "mi", "sol", "ka", "ter", "lu", "pro", "nis", "ve", "gan", "to", "shi", "rel", "mo", "dak", "fi", "ur", "ben", "ly"];

    private readonly FeedServer _server;
    private readonly List<(string Title, string Body, DateTimeOffset Published)>[] _blogs;
    private readonly Random _random;
    private readonly List<string> _titles = [];
    private readonly int _port;

    private LoopbackBlogs(FeedServer server, int blogs, Random random)
    {
        _server = server;
        _random = random;
        _port = new Uri(server.Address).Port;
        _blogs = [.. Enumerable.Range(0, blogs).Select(_ => new List<(string, string, DateTimeOffset)>())];
        for (var blog = 0; blog < blogs; blog++)
        {
            Publish(blog);
            Publish(blog);
        }
    }

    /// <summary>The titles of all that was published, each different.</summary>
    public IReadOnlyList<string> Titles => [.. _titles];

    public static async Task<LoopbackBlogs> StartAsync(int blogs, Random random, CancellationToken cancellationToken) =>
        new(await FeedServer.StartAsync("0.0.0.0", cancellationToken), blogs, random);

    /// <summary>One of the blogs, any, publishes a post.</summary>
    public void Publish() => Publish(_random.Next(_blogs.Length));

    /// <summary>What a node is told of them: their feeds, members of one planet, and the hosts that may be fetched although they are loopback's, by name.</summary>
    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["SearchPlanet__Planets__0__Name"] = "loopback",
            ["SearchPlanet__Planets__0__Url"] = "http://planet.example/",
        };
        for (var blog = 0; blog < _blogs.Length; blog++)
        {
            settings[$"SearchPlanet__Planets__0__Feeds__{blog}"] = $"http://{HostOf(blog)}:{_port}/{FeedOf(blog)}";
            settings[$"SearchPlanet__Ingestion__AllowedPrivateHosts__{blog}"] = $"{HostOf(blog)}:{_port}";
        }

        return settings;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static string HostOf(int blog) => $"127.0.{1 + (blog / 250)}.{1 + (blog % 250)}";

    private static string FeedOf(int blog) => $"{blog}/feed.xml";

    private void Publish(int blog)
    {
        var posts = _blogs[blog];
        var title = $"Post {_titles.Count}: {Words(4)}";
        posts.Insert(0, (title, $"<p>{Words(80)}.</p>", DateTimeOffset.UtcNow));
        _titles.Add(title);
        var feed = new StringBuilder();
        feed.Append(CultureInfo.InvariantCulture, $"<rss version=\"2.0\"><channel><title>Blog {blog}</title><link>http://blog{blog}.example/</link><description>Notes</description>");
        foreach (var (index, post) in posts.Index())
        {
            feed.Append(
                CultureInfo.InvariantCulture,
                $"<item><title>{post.Title}</title><link>http://blog{blog}.example/{posts.Count - index}</link><pubDate>{post.Published:R}</pubDate><description>{WebUtility.HtmlEncode(post.Body)}</description></item>");
        }

        _server.Put(FeedOf(blog), Encoding.UTF8.GetBytes(feed.Append("</channel></rss>").ToString()), "application/rss+xml");
    }

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => string.Concat(_random.GetItems(Syllables, 3))));
}
