using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Cli;

/// <summary><c>serve</c>: the site, the API, the ingestion worker and the indexer, until stopped.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Addresses to listen on, separated by semicolons (default: ASPNETCORE_URLS, else {WebHost.DefaultUrls}).", HelpName = "URLS",
    };

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Serve the sample planets that come with the program, without any network, from a data folder of their own.",
    };

    /// <summary>Shared with the root command, which serves when no command is given.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Urls, Demo];

    public static Command Create()
    {
        var command = new Command("serve", "Serve the site and the API, fetch the feeds, keep the index (the default).");
        foreach (var option in Options)
        {
            command.Add(option);
        }

        command.SetAction((parse, token) => RunAsync(parse, token));
        return command.WithExamples("searchplanet serve --demo", "searchplanet serve --urls http://0.0.0.0:8080 --data /var/lib/searchplanet");
    }

    public static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        foreach (var url in (parse.GetValue(Urls) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // The host would say so too, but only when the feeds are being fetched already.
            if (!IsAddress(url))
            {
                throw new UsageException($"--urls: {url} is no address to listen on, such as {WebHost.DefaultUrls}.");
            }
        }

        var planets = parse.GetValue(Demo) ? DemoPlanets.Load() : null;
        await using var session = Session.Open(parse, options => planets?.Adjust(options));
        await using var app = WebHost.Build(session.Options, parse.GetValue(Urls), planets, session.Serilog);
        if (planets is not null)
        {
            await app.Services.GetRequiredService<IArchive>().MigrateAsync(cancellationToken);
            // Without a network this takes a moment, and the first page that someone sees is full.
            await ArchiveStart.SeedAsync(app.Services.GetRequiredService<Subscriptions>(), session.Options, planets, cancellationToken);
            await app.Services.GetRequiredService<Ingestor>().IngestOnceAsync(null, null, cancellationToken);
        }

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception refused)
        {
            // What has started already ends in order, rather than by the ground going from under it.
            await app.StopAsync(CancellationToken.None);
            if (refused is IOException { InnerException: AddressInUseException })
            {
                return CommandLine.Fail($"{refused.Message} Choose another address with --urls.", CommandLine.Failed);
            }

            throw;
        }

        foreach (var url in app.Urls)
        {
            await Console.Error.WriteLineAsync($"SearchPlanet is at {url}{(planets is null ? "" : " (demo)")}. Stop it with Ctrl+C.");
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return CommandLine.Done;
    }

    // http://*:8080 is one, and no URI.
    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: >= 0 and <= ushort.MaxValue };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
