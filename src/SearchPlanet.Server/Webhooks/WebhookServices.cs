using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Webhooks;

/// <summary>Registers what serves standing queries.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, SearchPlanetOptions options)
    {
        services.AddSingleton<WebhookMatcher>();
        services.AddSingleton<WebhookTelemetry>();
        services.AddSingleton(provider => CreateSender(
            provider.GetRequiredService<IArchive>(), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<WebhookTelemetry>(),
            provider.GetRequiredService<ILogger<WebhookSender>>()));
        services.AddHostedService<WebhookWorker>();
    }

    /// <summary>Posts over the network, behind the address guard.</summary>
    public static WebhookSender CreateSender(
        IArchive archive, SearchPlanetOptions options, TimeProvider time, WebhookTelemetry telemetry, ILogger<WebhookSender> logger)
    {
        var guard = new AddressGuard(options.Ingestion);
        return new WebhookSender(archive, new HttpMessageInvoker(FeedHttpHandler.Create(options.Ingestion, guard)), guard, options, time, telemetry, logger);
    }
}
