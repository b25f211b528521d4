using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Brings the archive to this program's schema and the configured planets' feeds into it when the server starts. While a shared archive cannot be
/// reached the server starts without, searches what it has indexed, and goes on trying. Subscriptions that are there stay as they are.
/// </summary>
internal sealed class ArchiveStart(
    IArchive archive, Subscriptions subscriptions, SearchPlanetOptions options, DemoPlanets? demo, TimeProvider time, ILogger<ArchiveStart> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryOpenAsync(cancellationToken))
        {
            await base.StartAsync(cancellationToken);
        }
    }

    public static Task<int> SeedAsync(Subscriptions subscriptions, SearchPlanetOptions options, DemoPlanets? demo, CancellationToken cancellationToken) =>
        demo is not null
            ? subscriptions.AddAsync(demo.Feeds, cancellationToken)
            : subscriptions.SeedAsync(
                options.Planets.Select(planet => new PlanetSubscription(planet.Name, planet.Url, [.. planet.Feeds], planet.Opml)), cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new ArchiveBackoff(Random.Shared);
        do
        {
            await Task.Delay(backoff.Next(), time, stoppingToken);
        }
        while (!await TryOpenAsync(stoppingToken));
        logger.LogInformation("The archive is there");
    }

    /// <returns>False when the archive cannot be reached at the moment.</returns>
    private async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await archive.MigrateAsync(cancellationToken);
            await SeedAsync(subscriptions, options, demo, cancellationToken);
            return true;
        }
        catch (Exception failure) when (options.Archive.Provider == ArchiveProvider.Postgres && ArchiveTrouble.IsPassing(failure))
        {
            logger.LogWarning(failure, "The archive cannot be reached yet; trying again");
            return false;
        }
    }
}
