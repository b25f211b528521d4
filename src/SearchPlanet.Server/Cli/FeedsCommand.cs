using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Feeds.Opml;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using Spectre.Console;

namespace SearchPlanet.Server.Cli;

/// <summary><c>feeds</c>: the subscriptions. A running server takes up changes by itself.</summary>
internal static class FeedsCommand
{
    public static Command Create() => new("feeds", "List and change the subscriptions; OPML in and out.") { List(), Add(), Remove(), Export() };

    private static Command List()
    {
        var command = new Command("list", "List the subscriptions and how they are doing.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var feeds = await (await session.OpenArchiveAsync(token)).ListFeedsAsync(token);
            if (session.Json)
            {
                foreach (var feed in feeds)
                {
                    Console.WriteLine(JsonSerializer.Serialize(SourceAnswer.FeedHealth.Of(feed), ApiJson.Shared.FeedHealth));
                }
                return CommandLine.Done;
            }
            var table = new Table().Border(TableBorder.None).AddColumns("planet", "state", "last fetch", "entries", "feed", "trouble");
            foreach (var feed in feeds)
            {
                table.AddRow(new[]
                {
                    feed.Planet ?? "", feed.State.ToString().ToLowerInvariant(), $"{feed.LastFetch:yyyy-MM-dd HH:mm}", $"{feed.EntryCount}",
                    feed.Url, feed.LastError ?? feed.Flag ?? "",
                }.Select(Markup.Escape).ToArray());
            }
            Terminal.Output.Write(table);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Add()
    {
        var what = new Argument<string[]>("URL|FILE") { Description = "Feeds, pages that point to one, or OPML files.", Arity = ArgumentArity.OneOrMore };
        var planet = new Option<string?>("--planet") { Description = "The planet that they belong to.", HelpName = "NAME" };
        var unchecked_ = new Option<bool>("--no-check") { Description = "Take addresses as feeds without fetching them first." };
        var command = new Command("add", "Subscribe to feeds.") { what, planet, unchecked_ };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var archive = await session.OpenArchiveAsync(token);
            using var client = IngestionServices.CreateClient(session.Options, TimeProvider.System);
            var checker = new FeedChecker(client, TimeProvider.System);
            var name = parse.GetValue(planet);
            var failures = 0;
            foreach (var item in parse.GetRequiredValue(what))
            {
                if (File.Exists(item))
                {
                    foreach (var subscription in ReadOpml(item))
                    {
                        await AddAsync(archive, Feed(subscription.FeedAddress, subscription.Title, subscription.PageAddress), name ?? subscription.Folders.FirstOrDefault(folder => IsPlanet(session.Options, folder)), token);
                    }
                }
                else if (!MissingExplainer.IsAddress(item))
                {
                    throw new UsageException($"{item} is neither a file nor an http or https address.");
                }
                else if (parse.GetValue(unchecked_))
                {
                    await AddAsync(archive, Feed(item, null, null), name, token);
                }
                else if (SourceFeeds.Subscribe(await checker.CheckAsync(new Uri(item), token)) is { } feed)
                {
                    await AddAsync(archive, feed, name, token);
                }
                else
                {
                    CommandLine.Fail($"{item}: no feed was found there (searchplanet feed check {item} says more).", failures++);
                }
            }
            return failures == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static async Task AddAsync(IArchive archive, FeedRecord feed, string? planet, CancellationToken cancellationToken)
    {
        var added = await archive.AddFeedAsync(feed with { Planet = planet }, cancellationToken);
        await archive.WriteAuditAsync(new AuditEntry(TimeProvider.System.GetUtcNow(), "cli", "feed.add", added.Url, planet), cancellationToken);
        Console.WriteLine($"{added.Id} {added.Url} {added.Title}".TrimEnd());
    }

    private static Command Remove()
    {
        var what = new Argument<string[]>("ID|URL") { Description = "As feeds list shows them.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "End subscriptions. Posts that are here stay.") { what };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var archive = await session.OpenArchiveAsync(token);
            var code = CommandLine.Done;
            foreach (var item in parse.GetRequiredValue(what))
            {
                if (await archive.GetFeedAsync(item, token) is not { } feed)
                {
                    code = CommandLine.Fail($"There is no feed {item}.", CommandLine.Failed);
                    continue;
                }
                await archive.RemoveFeedAsync(feed.Id, token);
                await archive.WriteAuditAsync(new AuditEntry(TimeProvider.System.GetUtcNow(), "cli", "feed.remove", feed.Url, null), token);
                Console.WriteLine($"removed {feed.Url}");
            }
            return code;
        });
        return command;
    }

    private static Command Export()
    {
        var output = new Option<string?>("--out") { Description = "The file to write (default: standard output).", HelpName = "FILE" };
        var command = new Command("export", "Write the subscriptions as OPML.") { output };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var feeds = await (await session.OpenArchiveAsync(token)).ListFeedsAsync(token);
            await using var stream = parse.GetValue(output) is { } file ? File.Create(file) : Console.OpenStandardOutput();
            OpmlWriter.Write(stream, "SearchPlanet", TimeProvider.System.GetUtcNow(), feeds.Select(DownloadsApi.Subscription));
            return CommandLine.Done;
        });
        return command;
    }

    private static IReadOnlyList<OpmlSubscription> ReadOpml(string file) =>
        OpmlReader.Read(File.ReadAllBytes(file), FeedContext.None)?.Subscriptions ?? throw new FormatException($"{file} is no OPML file.");

    private static FeedRecord Feed(string url, string? title, string? site) =>
        new() { Id = FeedRecord.IdOf(url), Url = url, Title = title, SiteUrl = site };

    private static bool IsPlanet(SearchPlanetOptions options, string name) => options.Planets.Any(planet => planet.Name == name);
}
