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

namespace SearchPlanet.Server.Cli;

/// <summary><c>feeds</c>: the subscriptions. A running server takes up changes by itself.</summary>
internal static class FeedsCommand
{
    public static Command Create() => new("feeds", "List and change the subscriptions; OPML in and out.")
    {
        List(),
        Add(),
        Change("pause", "Stop fetching feeds, until they are resumed.", "feed.pause", "paused", feed => feed with { State = FeedState.Paused }),
        Change("resume", "Fetch paused or gone feeds again.", "feed.resume", "resumed", feed => feed with { State = FeedState.Active, NextCheck = TimeProvider.System.GetUtcNow() }),
        Change("refresh", "Have a running server fetch feeds as soon as a worker is free (without one: searchplanet ingest FEED).", "feed.refresh", "due", feed => feed with { NextCheck = TimeProvider.System.GetUtcNow() }),
        Remove(),
        Export(),
    };

    private static Command List()
    {
        var command = new Command("list", "List the subscriptions and how they are doing.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var feeds = await (await session.OpenArchiveAsync(token)).ListFeedsAsync(token);
            if (session.Json)
            {
                feeds.ToList().ForEach(Write);
                return CommandLine.Done;
            }

            var table = new ResultTable("planet", "state", "last fetch", "entries", "feed", "trouble");
            foreach (var feed in feeds)
            {
                table.Add(
                    feed.Planet, feed.State.ToString().ToLowerInvariant(), $"{feed.LastFetch:yyyy-MM-dd HH:mm}", $"{feed.EntryCount}", feed.Url, feed.LastError ?? feed.Flag);
            }

            Session.Show(table, "There are no subscriptions. Add one with: searchplanet feeds add URL");
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet feeds list", "searchplanet feeds list --json | jq -r 'select(.error) | .url'");
    }

    private static Command Add()
    {
        var what = new Argument<string[]>("URL|FILE") { Description = "Feeds, pages that point to one, or OPML files.", Arity = ArgumentArity.OneOrMore };
        var planet = new Option<string?>("--planet") { Description = "The planet that they belong to.", HelpName = "NAME" };
        var preview = new Option<bool>("--preview") { Description = "Only show what would be added." };
        var unchecked_ = new Option<bool>("--no-check") { Description = "Take addresses as feeds without fetching them first." };
        var command = new Command("add", "Subscribe to feeds.") { what, planet, preview, unchecked_ };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var name = parse.GetValue(planet);
            if (name is not null && !IsPlanet(session.Options, name))
            {
                throw new UsageException($"There is no planet {name}." + NearestName.Hint(name, session.Options.Planets.Select(known => known.Name)));
            }

            var (found, failures) = await FindAsync(session, parse.GetRequiredValue(what), name, parse.GetValue(unchecked_), token);
            var archive = await session.OpenArchiveAsync(token);
            foreach (var feed in found)
            {
                var added = feed;
                if (!parse.GetValue(preview))
                {
                    added = await archive.AddFeedAsync(feed, token);
                    await session.AuditAsync("feed.add", added.Url, added.Planet, token);
                }

                if (session.Json)
                {
                    Write(added);
                }
                else
                {
                    Session.Say($"{added.Id} {added.Url} {added.Title}".TrimEnd());
                }
            }

            failures.ForEach(failure => CommandLine.Fail(failure, CommandLine.Failed));
            return failures.Count == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return command.WithExamples(
            "searchplanet feeds add https://example.org/ --preview", "searchplanet feeds add https://example.org/feed.xml --planet python", "searchplanet feeds add blogs.opml");
    }

    private static async Task<(List<FeedRecord> Found, List<string> Failures)> FindAsync(
        Session session, string[] items, string? planet, bool isUnchecked, CancellationToken cancellationToken)
    {
        using var client = IngestionServices.CreateClient(session.Options, TimeProvider.System, archive: null);
        var checker = new FeedChecker(client, TimeProvider.System);
        var (found, failures) = (new List<FeedRecord>(), new List<string>());
        return await Terminal.ProgressAsync("Looking at", async tell =>
        {
            for (var i = 0; i < items.Length; i++)
            {
                var item = items[i];
                tell(i, items.Length, item);
                if (File.Exists(item))
                {
                    found.AddRange(ReadOpml(item).Select(listed => Feed(listed.FeedAddress, listed.Title, listed.PageAddress)
                        with { Planet = planet ?? listed.Folders.FirstOrDefault(folder => IsPlanet(session.Options, folder)) }));
                }
                else if (!MissingExplainer.IsAddress(item))
                {
                    throw new UsageException($"{item} is neither a file nor an http or https address.");
                }
                else if (isUnchecked)
                {
                    found.Add(Feed(item, null, null) with { Planet = planet });
                }
                else if (SourceFeeds.Subscribe(await checker.CheckAsync(new Uri(item), cancellationToken)) is { } feed)
                {
                    found.Add(feed with { Planet = planet });
                }
                else
                {
                    failures.Add($"{item}: no feed was found there (searchplanet feed check {item} says more).");
                }
            }

            return (found, failures);
        });
    }

    private static Command Change(string name, string description, string action, string done, Func<FeedRecord, FeedRecord> change)
    {
        var what = Feeds();
        var command = new Command(name, description) { what };
        command.SetAction((parse, token) => EachAsync(parse, parse.GetRequiredValue(what), async (session, archive, feed) =>
        {
            await archive.SaveFeedAsync(change(feed), token);
            await session.AuditAsync(action, feed.Url, null, token);
            session.Say($"{done} {feed.Url}", json =>
            {
                json.WriteString("id", feed.Id);
                json.WriteString("url", feed.Url);
                json.WriteString("status", done);
            });
        }, token));
        return command.WithExamples($"searchplanet feeds {name} https://example.org/feed.xml");
    }

    private static Command Remove()
    {
        var what = Feeds();
        var command = new Command("remove", "End subscriptions. Posts that are here stay.") { what };
        command.SetAction((parse, token) => EachAsync(parse, parse.GetRequiredValue(what), async (session, archive, feed) =>
        {
            await archive.RemoveFeedAsync(feed.Id, token);
            await session.AuditAsync("feed.remove", feed.Url, null, token);
            session.Say($"removed {feed.Url}", json =>
            {
                json.WriteString("id", feed.Id);
                json.WriteString("url", feed.Url);
                json.WriteString("status", "removed");
            });
        }, token));
        return command.WithExamples("searchplanet feeds remove https://example.org/feed.xml");
    }

    private static Argument<string[]> Feeds() => new("ID|URL") { Description = "Addresses as feeds list shows them, or ids as feeds list --json does.", Arity = ArgumentArity.OneOrMore };

    private static async Task<int> EachAsync(ParseResult parse, string[] items, Func<Session, IArchive, FeedRecord, Task> work, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(parse);
        var archive = await session.OpenArchiveAsync(cancellationToken);
        var code = CommandLine.Done;
        foreach (var item in items)
        {
            if (await archive.GetFeedAsync(item, cancellationToken) is { } feed)
            {
                await work(session, archive, feed);
            }
            else
            {
                code = CommandLine.Fail($"There is no feed {item}.", CommandLine.Failed);
            }
        }

        return code;
    }

    private static Command Export()
    {
        var output = new Option<string?>("--out") { Description = "The file to write (default: standard output).", HelpName = "FILE" };
        var command = new Command("export", "Write the subscriptions as OPML.") { output };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var feeds = await (await session.OpenArchiveAsync(token)).ListFeedsAsync(token);
            var file = parse.GetValue(output);
            await using (var stream = file is null ? Console.OpenStandardOutput() : File.Create(file))
            {
                OpmlWriter.Write(stream, "SearchPlanet", TimeProvider.System.GetUtcNow(), feeds.Select(DownloadsApi.Subscription));
            }

            if (file is not null)
            {
                session.Say($"{feeds.Count} feeds written to {file}", json =>
                {
                    json.WriteNumber("feeds", feeds.Count);
                    json.WriteString("file", file);
                });
            }

            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet feeds export --out subscriptions.opml");
    }

    private static IReadOnlyList<OpmlSubscription> ReadOpml(string file) =>
        OpmlReader.Read(File.ReadAllBytes(file), FeedContext.None)?.Subscriptions ?? throw new FormatException($"{file} is no OPML file.");

    private static FeedRecord Feed(string url, string? title, string? site) =>
        new() { Id = FeedRecord.IdOf(url), Url = url, Title = title, SiteUrl = site };

    private static bool IsPlanet(SearchPlanetOptions options, string name) => options.Planets.Any(planet => planet.Name == name);

    private static void Write(FeedRecord feed) => Console.WriteLine(JsonSerializer.Serialize(SourceAnswer.FeedHealth.Of(feed), ApiJson.Shared.FeedHealth));
}
