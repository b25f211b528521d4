using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// The sample planets in the place of the network: every address of a sample is answered from its file, any other is not found. They take
/// the same way as a fetched feed, from the scheduler to the index.
/// </summary>
internal sealed class DemoPlanets : IDocumentSource
{
    private readonly string _folder;
    private readonly Manifest _manifest;
    private readonly Dictionary<string, string> _files;

    private DemoPlanets(string folder, Manifest manifest)
    {
        _folder = folder;
        _manifest = manifest;
        _files = manifest.Planets.SelectMany(planet => planet.Feeds)
            .SelectMany(feed => feed.Transcripts.Select(transcript => (transcript.Url, transcript.File)).Append((feed.Url, feed.File)))
            .ToDictionary(file => file.Url, file => file.File);
    }

    /// <summary>Reads the manifest beside the program.</summary>
    /// <exception cref="IOException">The samples are not there.</exception>
    public static DemoPlanets Load()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples");
        using var stream = File.OpenRead(Path.Combine(folder, "planets.json"));
        return new DemoPlanets(folder, JsonSerializer.Deserialize<Manifest>(stream, JsonSerializerOptions.Web)!);
    }

    /// <summary>Puts the samples in the place of the configured planets, and their data beside the real data.</summary>
    public void Adjust(SearchPlanetOptions options)
    {
        options.DataDirectory = Path.Combine(options.DataDirectory, "demo");
        // Nobody's server needs to be spared.
        options.Ingestion.MaxStartsPerSecond = 1000;
        options.Ingestion.DomainPause = TimeSpan.Zero;
        options.Planets.Clear();
        foreach (var planet in _manifest.Planets)
        {
            options.Planets.Add(new PlanetOptions { Name = planet.Name, Title = planet.Title, Url = planet.Url, Feeds = [.. planet.Feeds.Select(feed => feed.Url)] });
        }
    }

    /// <summary>The sample feeds, ready to be added.</summary>
    public IEnumerable<FeedRecord> Feeds => _manifest.Planets.SelectMany(planet => planet.Feeds.Select(feed => new FeedRecord
    {
        Id = FeedRecord.IdOf(feed.Url), Url = feed.Url, Planet = planet.Name, IsPlanet = feed.IsPlanet, Title = feed.Title, SiteUrl = feed.SiteUrl,
    }));

    /// <inheritdoc/>
    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(request.Url.OriginalString, out var file))
        {
            return new FetchResult { Outcome = FetchOutcome.NotFound, Status = 404, Url = request.Url, Hops = [request.Url], Error = "no such sample" };
        }

        return new FetchResult
        {
            Outcome = FetchOutcome.Content,
            Status = 200,
            Url = request.Url,
            Hops = [request.Url],
            Headers = new Dictionary<string, string> { ["content-type"] = ContentTypeOf(file) },
            Body = await File.ReadAllBytesAsync(Path.Combine(_folder, file), cancellationToken),
        };
    }

    private static string ContentTypeOf(string file) => Path.GetExtension(file) switch
    {
        ".json" => "application/feed+json",
        ".vtt" => "text/vtt",
        _ => "application/xml",
    };

    private sealed record Manifest(IReadOnlyList<SamplePlanet> Planets);

    private sealed record SamplePlanet(string Name, string Title, string Url, IReadOnlyList<SampleFeed> Feeds);

    private sealed record SampleFeed(string Title, string File, string Url, string SiteUrl, bool IsPlanet)
    {
        public IReadOnlyList<SampleTranscript> Transcripts { get; init; } = [];
    }

    private sealed record SampleTranscript(string File, string Url);
}
