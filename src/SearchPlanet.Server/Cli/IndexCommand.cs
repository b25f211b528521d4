using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Search;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Cli;

/// <summary><c>index</c>: looking after the index.</summary>
internal static class IndexCommand
{
    public static Command Create() => new("index", "Look after the index: size, check, rebuild, merge.") { Stats(), Check(), Rebuild(), Optimize() };

    private static Command Stats()
    {
        var command = new Command("stats", "Show the index's size and shape.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var stats = PostIndex.ReadStats(session.Options.IndexDirectory);
            var archived = await (await session.OpenArchiveAsync(token)).CountPostsAsync(token);
            session.Say(
                $"""
                posts          {stats.Posts} ({archived} in the archive)
                deleted        {stats.Deleted}
                segments       {stats.Segments}
                size           {stats.Bytes / 1048576.0:0.0} MiB
                last sequence  {stats.LastSequence}
                version        {stats.Version}
                state          {Describe(stats.State)}
                """,
                json =>
                {
                    WriteShape(json, stats);
                    json.WriteNumber("archived", archived);
                    json.WriteNumber("deleted", stats.Deleted);
                    json.WriteNumber("last_sequence", stats.LastSequence);
                    json.WriteString("version", stats.Version);
                    json.WriteString("schema", stats.SchemaFingerprint);
                    json.WriteString("state", stats.State.ToString().ToLowerInvariant());
                });
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet index stats --json");
    }

    private static Command Check()
    {
        var command = new Command("check", "Verify every checksum and cross-reference. Exits with 1 when something is broken, and names it.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var broken = await Terminal.ProgressAsync("Checking", () => PostIndex.Check(session.Options.IndexDirectory, token));
            session.Say(broken.Count == 0 ? "The index is whole." : string.Join(Environment.NewLine, broken), json =>
            {
                json.WriteBoolean("whole", broken.Count == 0);
                json.WriteStartArray("broken");
                foreach (var what in broken)
                {
                    json.WriteStringValue(what);
                }

                json.WriteEndArray();
            });
            return broken.Count == 0
                ? CommandLine.Done
                : CommandLine.Fail("The index is broken; searchplanet index rebuild makes it anew from the archive.", CommandLine.Failed);
        });
        return command.WithExamples("searchplanet index check");
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
            await session.AuditAsync("index.rebuild", "index", null, token);
            session.Say($"{applied} posts indexed", json => json.WriteNumber("posts", applied));
            return CommandLine.Done;
        });
        return command.WithExamples(
            "searchplanet index rebuild", "curl -X POST -H \"Authorization: Bearer $KEY\" http://localhost:8080/api/v1/index/rebuild");
    }

    private static Command Optimize()
    {
        var command = new Command("optimize", "Merge everything into one segment.");
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            using var index = PostIndex.Open(session.Options.IndexDirectory, session.Options.PostIndex);
            var stats = await Terminal.ProgressAsync("Merging", () =>
            {
                index.Optimize(token);
                return PostIndex.ReadStats(session.Options.IndexDirectory);
            });
            session.Say($"{stats.Posts} posts in {(stats.Segments == 1 ? "one segment" : $"{stats.Segments} segments")}, {stats.Bytes / 1048576.0:0.0} MiB", json => WriteShape(json, stats));
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet index optimize");
    }

    private static string Describe(IndexState state) => state switch
    {
        IndexState.Partial => "holds a part of the archive: reading it for the first time was cut off, and goes on with the next start",
        IndexState.Earlier => "of an earlier version of the program: still searched, and made anew with the next start",
        _ => "whole",
    };

    private static void WriteShape(Utf8JsonWriter json, IndexStats stats)
    {
        json.WriteNumber("posts", stats.Posts);
        json.WriteNumber("segments", stats.Segments);
        json.WriteNumber("bytes", stats.Bytes);
    }
}
