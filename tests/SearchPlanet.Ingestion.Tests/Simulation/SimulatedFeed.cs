using System.Globalization;
using System.Net;
using System.Text;

namespace SearchPlanet.Ingestion.Tests.Simulation;

/// <summary>One feed of the simulated web: how its server behaves, and when its blog posts.</summary>
internal sealed class SimulatedFeed
{
    private const int EntriesInDocument = 10;

    private readonly List<DateTimeOffset> _posts = [];

    /// <param name="random">Decides what it is like.</param>
    public SimulatedFeed(string url, DateTimeOffset start, DateTimeOffset end, Random random)
    {
        Url = url;
        // Shares as lists of old blogs have them; a few post daily, most a few times a year. Planet Python shows 5 to 8 posts a day.
        Behaviour = random.NextDouble() switch
        {
            < 0.09 => ServerBehaviour.NameGone,
            < 0.17 => ServerBehaviour.NotFound,
            < 0.19 => ServerBehaviour.Gone,
            < 0.22 => ServerBehaviour.Forbidden,
            < 0.24 => ServerBehaviour.Throttling,
            < 0.27 => ServerBehaviour.HtmlPage,
            < 0.29 => ServerBehaviour.Flapping,
            < 0.32 => ServerBehaviour.MovedElsewhere,
            < 0.40 => ServerBehaviour.WithoutValidators,
            < 0.44 => ServerBehaviour.MaxAgeOfADay,
            < 0.47 => ServerBehaviour.TtlOfSixHours,
            _ => ServerBehaviour.Good,
        };
        RedirectsToHttps = url.StartsWith("http://", StringComparison.Ordinal) && random.NextDouble() < 0.6;
        var meanGap = TimeSpan.FromDays(Math.Min(400, 0.5 / Math.Pow(1 - random.NextDouble(), 1.4)) * 24);
        if (random.NextDouble() < 0.01)
        {
            meanGap = TimeSpan.FromHours(12);
        }

        for (var at = start - TimeSpan.FromDays(300); at < end; at += meanGap * -Math.Log(1 - random.NextDouble()))
        {
            _posts.Add(at);
        }
    }

    public string Url { get; }

    public ServerBehaviour Behaviour { get; }

    public bool RedirectsToHttps { get; }

    /// <summary>Whether its server answers 304 to those who send validators.</summary>
    public bool CanAnswer304 => Behaviour is ServerBehaviour.Good or ServerBehaviour.MaxAgeOfADay or ServerBehaviour.TtlOfSixHours or ServerBehaviour.MovedElsewhere;

    public bool IsHealthy => CanAnswer304 || Behaviour == ServerBehaviour.WithoutValidators;

    /// <summary>The titles of what it posted between two moments.</summary>
    public IEnumerable<string> PostedBetween(DateTimeOffset from, DateTimeOffset to) => _posts.Where(at => at > from && at <= to).Select(Title);

    public HttpResponseMessage Answer(HttpRequestMessage request, DateTimeOffset now)
    {
        switch (Behaviour)
        {
            case ServerBehaviour.NameGone:
                throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host");
            case ServerBehaviour.NotFound:
                return new HttpResponseMessage(HttpStatusCode.NotFound);
            case ServerBehaviour.Gone:
                return new HttpResponseMessage(HttpStatusCode.Gone);
            case ServerBehaviour.Forbidden:
                return new HttpResponseMessage(HttpStatusCode.Forbidden);
            case ServerBehaviour.Throttling:
                var throttled = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
                throttled.Headers.TryAddWithoutValidation("Retry-After", now.Hour % 2 == 0 ? "43200" : now.AddHours(12).ToString("r"));
                return throttled;
            case ServerBehaviour.Flapping when now.Hour % 3 == 0:
                return new HttpResponseMessage(HttpStatusCode.BadGateway);
            case ServerBehaviour.HtmlPage:
                return Content("<!DOCTYPE html><html><head><title>Parked</title></head><body>This domain is for sale.</body></html>", "text/html");
        }

        var posts = _posts.Where(at => at <= now).OrderDescending().Take(EntriesInDocument).ToArray();
        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{posts.Length}-{posts[0].UtcTicks}\"");
        if (CanAnswer304 && request.Headers.TryGetValues("If-None-Match", out var sent) && sent.Single() == etag)
        {
            return new HttpResponseMessage(HttpStatusCode.NotModified);
        }

        var ttl = Behaviour == ServerBehaviour.TtlOfSixHours ? "<ttl>360</ttl>" : "";
        var response = Content(Document(posts, ttl), "application/rss+xml");
        if (CanAnswer304)
        {
            response.Headers.TryAddWithoutValidation("ETag", etag);
        }

        if (Behaviour == ServerBehaviour.MaxAgeOfADay)
        {
            response.Headers.TryAddWithoutValidation("Cache-Control", "max-age=86400");
        }

        return response;
    }

    private string Document(DateTimeOffset[] posts, string extra)
    {
        var rss = new StringBuilder();
        rss.Append(CultureInfo.InvariantCulture, $"<rss version=\"2.0\"><channel><title>{Uri.EscapeDataString(Url)}</title>{extra}");
        foreach (var at in posts)
        {
            rss.Append(CultureInfo.InvariantCulture, $"<item><title>{Title(at)}</title><guid>{Title(at)}</guid><link>{Url.Replace("&", "&amp;", StringComparison.Ordinal)}#{at.UtcTicks}</link>");
            rss.Append(CultureInfo.InvariantCulture, $"<pubDate>{at:r}</pubDate><description>Text {Title(at)}.</description></item>");
        }

        return rss.Append("</channel></rss>").ToString();
    }

    private string Title(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(Url.GetHashCode(StringComparison.Ordinal)):x}-{at.UtcTicks:x}");

    private static HttpResponseMessage Content(string text, string mediaType) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, mediaType) };
}
