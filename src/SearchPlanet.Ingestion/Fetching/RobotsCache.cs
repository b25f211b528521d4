using System.Collections.Concurrent;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Asks each site for its <c>robots.txt</c> once a day (RFC 9309, 2.4). Thread-safe.</summary>
public sealed class RobotsCache(IDocumentSource documents, TimeProvider time)
{
    private const int MaxSites = 4096;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, (RobotsFile File, DateTimeOffset Until)> _files = new();

    /// <summary>The rules for a page.</summary>
    public async Task<RobotsFile> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        var site = url.GetLeftPart(UriPartial.Authority);
        var now = time.GetUtcNow();
        if (_files.TryGetValue(site, out var known) && known.Until > now)
        {
            return known.File;
        }

        var result = await documents.FetchAsync(new FetchRequest(new Uri(site + "/robots.txt"), Accept: "text/plain, */*;q=0.1"), cancellationToken);
        var file = result switch
        {
            { Outcome: FetchOutcome.Content } => RobotsFile.Parse(result.Body.Span),
            // There is none (2.3.1.3); but who is told to come later is not invited.
            { Status: >= 400 and < 500 and not 429 } => RobotsFile.AllowAll,
            _ => RobotsFile.AllowNothing,
        };
        if (_files.Count >= MaxSites)
        {
            foreach (var (old, entry) in _files)
            {
                if (entry.Until <= now || _files.Count >= MaxSites)
                {
                    _files.TryRemove(old, out _);
                }
            }
        }

        _files[site] = (file, now + Lifetime);
        return file;
    }
}
