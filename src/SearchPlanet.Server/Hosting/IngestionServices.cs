using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Ingestion.Push;
using SearchPlanet.Ingestion.Scheduling;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>Registers what fetches.</summary>
internal static class IngestionServices
{
    /// <param name="planets">In the place of the network; null: the network.</param>
    public static void AddIngestion(this IServiceCollection services, SearchPlanetOptions options, DemoPlanets? planets)
    {
        services.AddSingleton(options.Ingestion);
        if (planets is not null)
        {
            services.AddSingleton<IDocumentSource>(planets);
        }
        else
        {
            services.AddSingleton<IDocumentSource>(provider => CreateClient(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IArchive>()));
        }

        services.AddSingleton(provider => FeedProcessor.Create(
            provider.GetRequiredService<IArchive>(), provider.GetRequiredService<IDocumentSource>(), options.Ingestion,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>(), provider.GetService<WebSubSubscriber>()));
        var hasHubs = planets is null && HubsReach(options);
        if (hasHubs)
        {
            services.AddSingleton(provider => CreateSubscriber(
                options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IArchive>(), provider.GetRequiredService<ILogger<WebSubSubscriber>>()));
            services.AddSingleton<PushIntake>();
        }

        services.AddSingleton<Subscriptions>();
        services.AddSingleton<Ingestor>();
        services.AddSingleton<FeedChecker>();
        services.AddHostedService(provider => new ArchiveStart(
            provider.GetRequiredService<IArchive>(), provider.GetRequiredService<Subscriptions>(), options, planets,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ArchiveStart>>()));
        if (options.Has(Role.Ingest))
        {
            services.AddHostedService<IngestionWorker>();
            if (hasHubs)
            {
                services.AddHostedService<WebSubWorker>();
            }
        }
    }

    /// <summary>Fetches from the network, politely and behind the address guard.</summary>
    /// <param name="archive">Where processes take turns at a site; null for a command that asks it once.</param>
    public static FeedHttpClient CreateClient(SearchPlanetOptions options, TimeProvider time, IArchive? archive)
    {
        var guard = new AddressGuard(options.Ingestion);
        return new FeedHttpClient(
            options.Ingestion, new CrawlerIdentity(options.PublicUrl, options.Contact), guard, new DomainGate(options.Ingestion, time, archive), time,
            FeedHttpHandler.Create(options.Ingestion, guard));
    }

    /// <summary>Whether feeds' hubs are to be used, and can.</summary>
    public static bool HubsReach(SearchPlanetOptions options) =>
        options.Ingestion.WebSub && WebSubSubscriber.IsReachable(new Uri(options.PublicUrl), new AddressGuard(options.Ingestion));

    /// <summary>Asks hubs over the network, behind the address guard.</summary>
    public static WebSubSubscriber CreateSubscriber(SearchPlanetOptions options, TimeProvider time, IArchive archive, ILogger<WebSubSubscriber> logger)
    {
        var guard = new AddressGuard(options.Ingestion);
        return new WebSubSubscriber(
            archive, new HttpMessageInvoker(FeedHttpHandler.Create(options.Ingestion, guard)), guard, new DomainGate(options.Ingestion, time, archive),
            new CrawlerIdentity(options.PublicUrl, options.Contact), new Uri(options.PublicUrl), options.Ingestion, time, logger);
    }
}
