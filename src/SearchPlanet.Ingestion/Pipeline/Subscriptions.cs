using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Opml;
using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Pipeline;

/// <summary>Brings subscriptions into the archive. Those that are there already stay as they are, paused and gone ones too.</summary>
public sealed class Subscriptions(IArchive archive, TimeProvider time)
{
    /// <summary>Adds the feeds of planets.</summary>
    /// <returns>How many were not there before.</returns>
    /// <exception cref="IOException">An OPML file cannot be read.</exception>
    /// <exception cref="InvalidDataException">An OPML file is none.</exception>
    public async Task<int> SeedAsync(IEnumerable<PlanetSubscription> planets, CancellationToken cancellationToken)
    {
        var feeds = new List<FeedRecord>();
        foreach (var planet in planets)
        {
            feeds.AddRange(planet.Feeds.Select(url => Create(url, planet)));
            if (planet.Opml is not null)
                feeds.AddRange((await ReadOpmlAsync(planet.Opml, cancellationToken)).Select(member => Create(member.FeedAddress, planet) with { Title = member.Title, SiteUrl = member.PageAddress }));
            else if (planet.Feeds.Count == 0 && planet.Url is not null)
                feeds.Add(Create(planet.Url, planet));
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
                continue;
            var there = await archive.AddFeedAsync(feed with { NextCheck = time.GetUtcNow() }, cancellationToken);
            if (known.Add(there.Id))
                added++;
        }

        return added;
    }

    private static FeedRecord Create(string url, PlanetSubscription planet) => new()
    {
        Id = FeedRecord.IdOf(url),
        Url = url,
        Planet = planet.Name,
        // The planet's own river lives where the planet does; members live elsewhere.
        IsPlanet = planet.Url is not null && RegistrableDomain.Of(new Uri(url)) == RegistrableDomain.Of(new Uri(planet.Url)),
    };

    private static async Task<IReadOnlyList<OpmlSubscription>> ReadOpmlAsync(string path, CancellationToken cancellationToken)
    {
        var opml = OpmlReader.Read(await File.ReadAllBytesAsync(path, cancellationToken), FeedContext.None);
        return opml?.Subscriptions ?? throw new InvalidDataException($"{path} is no OPML file.");
    }
}
