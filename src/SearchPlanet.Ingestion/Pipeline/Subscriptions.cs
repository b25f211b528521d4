using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Opml;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Brings subscriptions into the archive. Those that are there already stay as they are, paused and gone ones too.</summary>
public sealed partial class Subscriptions(IArchive archive, IDocumentSource documents, TimeProvider time, ILogger<Subscriptions> logger)
{
    /// <summary>Adds the feeds of planets.</summary>
    /// <returns>How many were not there before.</returns>
    /// <exception cref="IOException">An OPML file cannot be read. A list on the network that cannot be had is only logged, and asked for at the next start.</exception>
    /// <exception cref="InvalidDataException">An OPML file is none, or a feed's address no http(s) address.</exception>
    public async Task<int> SeedAsync(IEnumerable<PlanetSubscription> planets, CancellationToken cancellationToken)
    {
        var feeds = new List<FeedRecord>();
        foreach (var planet in planets)
        {
            if (planet.Url is not null && !IsPageOnly(planet))
            {
                feeds.Add(Create(planet.Url, planet));
            }

            feeds.AddRange(planet.Feeds.Select(url => Create(url, planet)));
            if (planet.Opml is not null)
            {
                feeds.AddRange((await ReadOpmlAsync(planet.Opml, cancellationToken)).Select(member => Create(member.FeedAddress, planet) with { Title = member.Title, SiteUrl = member.PageAddress }));
            }
        }

        return await AddAsync(feeds, cancellationToken);
    }

    /// <summary>Adds feeds, to be checked at once.</summary>
    /// <inheritdoc cref="SeedAsync"/>
    public async Task<int> AddAsync(IEnumerable<FeedRecord> feeds, CancellationToken cancellationToken)
    {
        var known = (await archive.ListFeedsAsync(cancellationToken)).Select(feed => feed.Id).ToHashSet();
        var added = 0;
        foreach (var feed in feeds)
        {
            // A feed that has moved keeps its id, so the address in the configuration may be one it no longer has.
            if (known.Contains(feed.Id))
            {
                continue;
            }

            var there = await archive.AddFeedAsync(feed with { NextCheck = time.GetUtcNow() }, cancellationToken);
            if (known.Add(there.Id))
            {
                added++;
            }
        }

        return added;
    }

    /// <summary>The bare address of a site, beside which its feeds are named, is its page.</summary>
    private static bool IsPageOnly(PlanetSubscription planet) =>
        IsWeb(planet.Url, out var url) && url.PathAndQuery == "/" && (planet.Feeds.Count > 0 || planet.Opml is not null);

    private static FeedRecord Create(string url, PlanetSubscription planet)
    {
        if (!IsWeb(url, out var address))
        {
            throw new InvalidDataException($"{url}, a feed of the planet {planet.Name}, is no http or https address.");
        }

        return new FeedRecord
        {
            Id = FeedRecord.IdOf(url),
            Url = url,
            Planet = planet.Name,
            // The planet's own river lives where the planet does; members live elsewhere.
            IsPlanet = IsWeb(planet.Url, out var home) && RegistrableDomain.Of(address) == RegistrableDomain.Of(home),
        };
    }

    private async Task<IEnumerable<OpmlSubscription>> ReadOpmlAsync(string place, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> file;
        if (IsWeb(place, out var url))
        {
            var result = await documents.FetchAsync(new FetchRequest(url, Accept: "text/x-opml, application/xml, text/xml, */*;q=0.5"), cancellationToken);
            if (result.Outcome != FetchOutcome.Content)
            {
                LogNoList(url, result.Error);
                return [];
            }

            file = result.Body;
        }
        else
        {
            file = await File.ReadAllBytesAsync(place, cancellationToken);
        }

        var opml = OpmlReader.Read(file, new FeedContext { Url = url }) ?? throw new InvalidDataException($"{place} is no OPML file.");
        return opml.Subscriptions.Where(member => IsWeb(member.FeedAddress, out _));
    }

    private static bool IsWeb(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    [LoggerMessage(LogLevel.Warning, "Could not fetch the list of feeds {Url}: {Error}")]
    private partial void LogNoList(Uri url, string? error);
}
