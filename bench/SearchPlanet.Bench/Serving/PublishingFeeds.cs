using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace SearchPlanet.Bench.Serving;

/// <summary>
/// Blogs that keep writing, served from the loopback: each from an address of its own in 127.0.0.0/8, since politeness counts requests by host. A
/// document holds the newest ten posts; it has an entity tag, and a reader that has it gets 304.
/// </summary>
internal sealed class PublishingFeeds : IAsyncDisposable
{
    private const int PostsInADocument = 10;

    private readonly HttpListener _listener = new();
    private readonly string[] _words;
    private readonly List<(string Title, string Body, DateTimeOffset Published)>[] _feeds;
    private readonly Random _random;
    private readonly Task _serving;
    private readonly int _port;

    /// <param name="words">What posts are written with; the first are the commonest.</param>
    public PublishingFeeds(int feeds, string[] words, int seed)
    {
        _words = words;
        _random = new Random(seed);
        _feeds = [.. Enumerable.Range(0, feeds).Select(static _ => new List<(string, string, DateTimeOffset)>())];
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://*:{_port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Requests answered with a document, and with 304.</summary>
    public (int Sent, int NotModified) Answers { get; private set; }

    public int Published { get; private set; }

    public IEnumerable<string> Hosts => _feeds.Select(static (_, number) => HostOf(number));

    public IEnumerable<string> Addresses => Hosts.Select(host => $"http://{host}:{_port}/feed.xml");

    /// <summary>One feed, the next or any, has something new to say.</summary>
    public void Publish()
    {
        lock (_feeds)
        {
            var feed = _feeds[_random.Next(_feeds.Length)];
            feed.Insert(0, ($"Post {++Published}: {Words(5)}", string.Concat(Enumerable.Range(0, 6).Select(_ => $"<p>{Words(60)}.</p>")), DateTimeOffset.UtcNow));
            if (feed.Count > PostsInADocument)
            {
                feed.RemoveAt(PostsInADocument);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private static string HostOf(int number) => $"127.0.{1 + (number / 250)}.{1 + (number % 250)}";

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => _words[(int)(_words.Length * Math.Pow(_random.NextDouble(), 2))]));

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                Answer(await _listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        byte[] document;
        lock (_feeds)
        {
            document = Write(context.Request.Url!.Host);
        }

        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(document).AsSpan(0, 8))}\"";
        using var response = context.Response;
        response.Headers["ETag"] = tag;
        if (context.Request.Headers["If-None-Match"] == tag)
        {
            response.StatusCode = 304;
            Answers = (Answers.Sent, Answers.NotModified + 1);
            return;
        }

        response.ContentType = "application/rss+xml";
        response.ContentLength64 = document.Length;
        response.OutputStream.Write(document);
        Answers = (Answers.Sent + 1, Answers.NotModified);
    }

    private byte[] Write(string host)
    {
        var parts = IPAddress.Parse(host).GetAddressBytes();
        var number = ((parts[2] - 1) * 250) + parts[3] - 1;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"<rss version=\"2.0\"><channel><title>Blog {number}</title><link>http://blog{number}.example/</link><description>Notes</description>");
        foreach (var (title, body, published) in _feeds[number])
        {
            var address = $"http://blog{number}.example/{title.Split(' ', ':')[1]}";
            text.Append(CultureInfo.InvariantCulture, $"<item><title>{title}</title><link>{address}</link><pubDate>{published:R}</pubDate><description>{WebUtility.HtmlEncode(body)}</description></item>");
        }

        return Encoding.UTF8.GetBytes(text.Append("</channel></rss>").ToString());
    }
}
