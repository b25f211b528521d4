using System.IO.Compression;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Push;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Indexing;
using SearchPlanet.Server.Pages;
using SearchPlanet.Server.Webhooks;
using Serilog;
using Serilog.Extensions.Logging;

namespace SearchPlanet.Server.Hosting;

/// <summary>Puts the server together: services, what every request passes through, and what answers.</summary>
internal static class WebHost
{
    public const string DefaultUrls = "http://localhost:8080";

    /// <param name="urls">Addresses to listen on, separated by semicolons; null: <c>ASPNETCORE_URLS</c>, else <see cref="DefaultUrls"/>.</param>
    /// <param name="planets">Where feeds come from; null: the network.</param>
    public static WebApplication Build(SearchPlanetOptions options, string? urls, DemoPlanets? planets, Serilog.ILogger log)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // Ours is read and checked already; the host needs only somewhere to keep its own.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        // The framework would make an activity for each request only to name it in log lines that we do not write; tracing makes its own.
        // The filter names the provider, whose own filter would win over one that does not.
        builder.Logging.ClearProviders().AddSerilog(log).AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.UseUrls(ListenOn(options, urls ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? DefaultUrls));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.Of(options.Http, log);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            // Who sends or reads more slowly for longer is cut off. A page goes into the system's buffers whole and is never waited for; only
            // a download is, and the time that is given grows with all that the buffers took, so the rate must not be too low.
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 8 * 1024, gracePeriod: TimeSpan.FromSeconds(10));
            var connections = kestrel.ApplicationServices.GetRequiredService<ConnectionShare>();
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => connections.RunAsync(connection, next)));
        });
        // A request begins where its bytes have come in, and its answer is sent where it was written, without a change of thread for either.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        AddServices(builder.Services, options, planets);

        var app = builder.Build();
        UseMiddleware(app, options);
        MapEndpoints(app, options);
        return app;
    }

    private static void AddServices(IServiceCollection services, SearchPlanetOptions options, DemoPlanets? planets)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ArchiveFactory.Open(options.Archive, options.DataDirectory, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LiveIndex>();
        services.AddSingleton<SearchGate>();
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<AnswerAliases>();
        services.AddSingleton<Answers>();
        services.AddSingleton<ConnectionShare>();
        services.AddSingleton<Metrics>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<ArchiveCensus>();
        services.AddHostedService(provider => provider.GetRequiredService<ArchiveCensus>());
        if (TelemetryExport.IsConfigured(options))
        {
            services.AddHostedService<TelemetryExport>();
        }

        services.AddSingleton<ProblemWriter>();
        services.AddSingleton<AccessKeys>();
        services.AddSingleton<SiteAssets>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<ErrorPages>();
        services.AddSingleton(provider => new MissingExplainer(
            provider.GetRequiredService<IArchive>(), () => provider.GetRequiredService<LiveIndex>().Searcher));
        services.AddIngestion(options, planets);
        if (options.Has(Role.Search))
        {
            services.AddHostedService<IndexerService>();
            services.AddWebhooks(options);
        }

        services.AddExceptionHandler<ExceptionMapper>();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes =
            [
                "text/html", "text/plain", "application/json", "application/problem+json", "application/feed+json", "application/atom+xml",
                "application/xml", "text/x-opml", "application/x-ndjson", "application/opensearchdescription+xml",
            ];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    private static void UseMiddleware(WebApplication app, SearchPlanetOptions options)
    {
        if (options.Http.TrustedProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in options.Http.TrustedNetworks())
            {
                forwarded.KnownIPNetworks.Add(network);
            }

            app.UseForwardedHeaders(forwarded);
        }

        app.UseMiddleware<RequestEvents>();
        app.UseMiddleware<ResponseHeaders>();
        app.UseMiddleware<RequestLimit>();
        app.UseMiddleware<ClientLimits>();
        app.UseMiddleware<RepeatedAnswers>();
        // From here on it may take long. The connection is read on meanwhile, which tells when the client goes away.
        app.Use(static async (context, next) =>
        {
            await Task.Yield();
            await next(context);
        });
        app.UseExceptionHandler(_ => { });
        app.UseResponseCompression();
        app.UseStatusCodePages(context => context.HttpContext.RequestServices.GetRequiredService<ErrorPages>().SendAsync(context.HttpContext));
        app.UseRouting();
    }

    private static void MapEndpoints(WebApplication app, SearchPlanetOptions options)
    {
        Create<OperationsApi>().Map(app);
        Create<ProblemPages>().Map(app);
        if (options.Has(Role.Search))
        {
            Create<SearchApi>().Map(app);
            Create<PostsApi>().Map(app);
            Create<ListsApi>().Map(app);
            Create<MissingApi>().Map(app);
            Create<SearchFeeds>().Map(app);
            Create<DownloadsApi>().Map(app);
            Create<DocumentsApi>().Map(app);
        }

        Create<AdminApi>().Map(app);
        Create<WebhooksApi>().Map(app);
        if (app.Services.GetService<WebSubSubscriber>() is not null)
        {
            Create<WebSubApi>().Map(app);
        }

        if (options.Has(Role.Web))
        {
            app.Services.GetRequiredService<SiteAssets>().Map(app);
            Create<SitePages>().Map(app);
            Create<ApiPages>().Map(app);
        }

        T Create<T>() => ActivatorUtilities.CreateInstance<T>(app.Services);
    }

    private static string[] ListenOn(SearchPlanetOptions options, string urls)
    {
        var all = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return options.Http.ManagementPort is { } port ? [.. all, $"http://0.0.0.0:{port}"] : all;
    }
}
