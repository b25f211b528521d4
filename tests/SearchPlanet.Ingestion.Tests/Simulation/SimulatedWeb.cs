using System.Net;
using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Tests.Simulation;

/// <summary>Answers in the place of the network, on the simulation's clock, and watches how it is treated.</summary>
internal sealed class SimulatedWeb(IEnumerable<SimulatedFeed> feeds, TimeProvider time) : HttpMessageHandler
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, SimulatedFeed> _feeds = feeds.ToDictionary(feed => Key(new Uri(feed.Url)));
    private readonly Dictionary<string, (int Open, DateTimeOffset LastEnd)> _domains = [];
    private readonly Lock _lock = new();

    /// <summary>Every request: to which feed, when, and the answer's status (0 for none).</summary>
    public List<(SimulatedFeed Feed, DateTimeOffset At, int Status)> Requests { get; } = [];

    public int PeakPerDomain { get; private set; }

    public int Peak { get; private set; }

    /// <summary>The shortest time between two requests to one domain.</summary>
    public TimeSpan ShortestPause { get; private set; } = TimeSpan.MaxValue;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        var domain = RegistrableDomain.Of(url);
        var start = time.GetUtcNow();
        lock (_lock)
        {
            var (alreadyOpen, lastEnd) = _domains.GetValueOrDefault(domain, (0, DateTimeOffset.MinValue));
            _domains[domain] = (alreadyOpen + 1, lastEnd);
            PeakPerDomain = Math.Max(PeakPerDomain, alreadyOpen + 1);
            Peak = Math.Max(Peak, _domains.Values.Sum(entry => entry.Open));
            if (start - lastEnd < ShortestPause)
            {
                ShortestPause = start - lastEnd;
            }
        }

        var status = 0;
        var feed = _feeds[Key(url)];
        try
        {
            await Task.Delay(Latency, time, cancellationToken);
            var response = Answer(feed, request, url);
            status = (int)response.StatusCode;
            return response;
        }
        finally
        {
            lock (_lock)
            {
                _domains[domain] = (_domains[domain].Open - 1, time.GetUtcNow());
                Requests.Add((feed, start, status));
            }
        }
    }

    private HttpResponseMessage Answer(SimulatedFeed feed, HttpRequestMessage request, Uri url)
    {
        if (feed.RedirectsToHttps && url.Scheme == Uri.UriSchemeHttp && feed.Behaviour != ServerBehaviour.NameGone)
        {
            return Redirect(new UriBuilder(url) { Scheme = Uri.UriSchemeHttps, Port = 443 }.Uri);
        }

        if (feed.Behaviour == ServerBehaviour.MovedElsewhere && !url.Host.StartsWith("new.", StringComparison.Ordinal))
        {
            return Redirect(new UriBuilder(url) { Host = "new." + url.Host }.Uri);
        }

        return feed.Answer(request, time.GetUtcNow());
    }

    private static HttpResponseMessage Redirect(Uri to)
    {
        var response = new HttpResponseMessage(HttpStatusCode.MovedPermanently);
        response.Headers.TryAddWithoutValidation("Location", to.AbsoluteUri);
        return response;
    }

    private static string Key(Uri url) => (url.Host.StartsWith("new.", StringComparison.Ordinal) ? url.Host[4..] : url.Host) + url.PathAndQuery;
}
