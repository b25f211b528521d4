using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using SearchPlanet.Archive;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>
/// Feeds in files that answer as if they were fetched from the addresses they pretend to have: <c>serve --demo</c> reads the shipped ones, on
/// a machine without a network. <c>planets.json</c> in the folder says which file is which feed. Thread-safe.
/// </summary>
public sealed class SampleLibrary : IDocumentSource
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly FrozenDictionary<string, string> _files;

    private SampleLibrary(IReadOnlyList<FeedRecord> feeds, FrozenDictionary<string, string> files)
    {
        Feeds = feeds;
        _files = files;
    }

    /// <summary>The subscriptions that the samples stand for.</summary>
    public IReadOnlyList<FeedRecord> Feeds { get; }

    /// <summary>Reads <c>planets.json</c> of a folder.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="JsonException">It is not what it should be.</exception>
    public static SampleLibrary Open(string folder)
    {
        using var stream = File.OpenRead(Path.Combine(folder, "planets.json"));
        var list = JsonSerializer.Deserialize<SampleList>(stream, Json) ?? throw new JsonException("planets.json is empty.");
        var feeds = new List<FeedRecord>();
        var files = new Dictionary<string, string>();
        foreach (var planet in list.Planets)
        {
            foreach (var feed in planet.Feeds)
            {
                feeds.Add(new FeedRecord
                {
                    Id = FeedRecord.IdOf(feed.Url),
                    Url = feed.Url,
                    Planet = planet.Name,
                    IsPlanet = feed.IsPlanet,
                    Title = feed.Title,
                    SiteUrl = feed.SiteUrl,
                });
                files[feed.Url] = Path.GetFullPath(Path.Combine(folder, feed.File));
            }
        }

        return new SampleLibrary(feeds, files.ToFrozenDictionary());
    }

    /// <inheritdoc/>
    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        var answer = new FetchResult { Outcome = FetchOutcome.NotFound, Status = 404, Url = request.Url, Hops = [request.Url], Error = "no such sample" };
        if (!_files.TryGetValue(request.Url.AbsoluteUri, out var path) || new FileInfo(path) is not { Exists: true } file)
            return answer;

        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        var headers = new Dictionary<string, string> { ["etag"] = etag, ["content-type"] = file.Extension == ".json" ? "application/feed+json" : "application/xml" };
        return request.ETag == etag
            ? answer with { Outcome = FetchOutcome.NotModified, Status = 304, Error = null, Headers = headers }
            : answer with { Outcome = FetchOutcome.Content, Status = 200, Error = null, Headers = headers, Body = await File.ReadAllBytesAsync(path, cancellationToken) };
    }

    private sealed record SampleList(IReadOnlyList<SamplePlanet> Planets);

    private sealed record SamplePlanet(string Name, IReadOnlyList<SampleFeed> Feeds);

    private sealed record SampleFeed(string? Title, string File, string Url, string? SiteUrl, bool IsPlanet);
}
