using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Search;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Cli;

/// <summary><c>index</c>: looking after the index.</summary>
internal static class IndexCommand
{
    public static Command Create() => new("index", "Look after the index.") { Stats(), Check(), Rebuild(), Optimize() };

    private static Command Stats()
    {
        var command = new Command("stats", "Show the index's size and shape.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var stats = PostIndex.ReadStats(session.Options.IndexDirectory);
            var archived = await (await session.OpenArchiveAsync(token)).CountPostsAsync(token);
            if (session.Json)
            {
                using var stdout = Console.OpenStandardOutput();
                await using (var json = new Utf8JsonWriter(stdout))
                {
                    json.WriteStartObject();
                    json.WriteNumber("posts", stats.Posts);
                    json.WriteNumber("archived", archived);
                    json.WriteNumber("deleted", stats.Deleted);
                    json.WriteNumber("segments", stats.Segments);
                    json.WriteNumber("bytes", stats.Bytes);
                    json.WriteNumber("last_sequence", stats.LastSequence);
                    json.WriteString("version", stats.Version);
                    json.WriteString("schema", stats.SchemaFingerprint);
                    json.WriteEndObject();
                }
                stdout.WriteByte((byte)'\n');
                return CommandLine.Done;
            }
            Console.WriteLine($"posts          {stats.Posts} ({archived} in the archive)");
            Console.WriteLine($"deleted        {stats.Deleted}");
            Console.WriteLine($"segments       {stats.Segments}");
            Console.WriteLine($"size           {stats.Bytes / 1048576.0:0.0} MiB");
            Console.WriteLine($"last sequence  {stats.LastSequence}");
            Console.WriteLine($"version        {stats.Version}");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", "Verify every checksum and cross-reference. Exits with 1 when something is broken, and names it.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var broken = PostIndex.Check(session.Options.IndexDirectory, token);
            foreach (var what in broken)
            {
                Console.WriteLine(session.Json ? JsonSerializer.Serialize(what, Api.Contracts.ApiJson.Shared.String) : what);
            }
            if (broken.Count > 0)
            {
                return CommandLine.Fail("The index is broken; searchplanet index rebuild makes it anew from the archive.", CommandLine.Failed);
            }
            if (!session.Json)
            {
                Console.WriteLine("The index is whole.");
            }
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Rebuild()
    {
        var command = new Command("rebuild", "Make the index anew from the archive. With a running server: ask it to (POST /api/v1/index/rebuild).");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var archive = await session.OpenArchiveAsync(token);
            using var index = PostIndex.Open(session.Options.IndexDirectory, session.Options.PostIndex);
            index.Rebuild();
            var applied = await IndexUpdate.CatchUpAsync(archive, index, session.Log<IndexFollower>(), token);
            if (applied == 0)
            {
                index.Commit();
            }
            Console.WriteLine($"{applied} posts indexed");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Optimize()
    {
        var command = new Command("optimize", "Merge everything into one segment.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            using var index = PostIndex.Open(session.Options.IndexDirectory, session.Options.PostIndex);
            index.Optimize(token);
            var stats = PostIndex.ReadStats(session.Options.IndexDirectory);
            Console.WriteLine($"{stats.Posts} posts in {stats.Segments} segments, {stats.Bytes / 1048576.0:0.0} MiB");
            return CommandLine.Done;
        });
        return command;
    }
}
