using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>Brings the configured planets' feeds into the archive when the server starts. Subscriptions that are there stay as they are.</summary>
internal sealed class SubscriptionSeeder(Subscriptions subscriptions, SearchPlanetOptions options, DemoPlanets? demo) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => SeedAsync(subscriptions, options, demo, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public static Task<int> SeedAsync(Subscriptions subscriptions, SearchPlanetOptions options, DemoPlanets? demo, CancellationToken cancellationToken) =>
        demo is not null
            ? subscriptions.AddAsync(demo.Feeds, cancellationToken)
            : subscriptions.SeedAsync(
                options.Planets.Select(planet => new PlanetSubscription(planet.Name, planet.Url, [.. planet.Feeds], planet.Opml)), cancellationToken);
}
