using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Ingestion.Importers;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Cli;

/// <summary><c>import</c>: takes files into the archive, and indexes them unless a server is there to do so.</summary>
internal static class ImportCommand
{
    private static readonly string[] _kinds = [.. Enum.GetNames<ImportKind>().Select(name => name.ToLowerInvariant())];

    public static Command Create()
    {
        var paths = new Argument<string[]>("FILE|DIR") { Description = "Files, and folders of them.", Arity = ArgumentArity.OneOrMore };
        var kind = new Option<string?>("--as") { Description = "What the files are (default: found out): " + string.Join(", ", _kinds) + ".", HelpName = "KIND" };
        kind.AcceptOnlyFromAmong(_kinds);
        var planet = new Option<string?>("--planet") { Description = "The planet of posts that name none.", HelpName = "NAME" };
        var source = new Option<string?>("--source") { Description = "The blog of posts that name none.", HelpName = "NAME" };
        var command = new Command("import", "Take in feed files, posts as JSON Lines, OPML, saved pages, transcripts.") { paths, kind, planet, source };
        command.SetAction((parse, token) =>
        {
            var options = new ImportOptions
            {
                Kind = parse.GetValue(kind) is { } name ? Enum.Parse<ImportKind>(name, ignoreCase: true) : null,
                Planet = parse.GetValue(planet),
                Source = parse.GetValue(source),
            };
            return RunAsync(parse, parse.GetRequiredValue(paths), options, token);
        });
        return command.WithExamples("searchplanet import posts.jsonl.gz --planet python", "searchplanet import river.txt --as river", "searchplanet import feeds/ talk.vtt --source 'Example Podcast'");
    }

    private static async Task<int> RunAsync(ParseResult parse, string[] paths, ImportOptions options, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(parse);
        var archive = await session.OpenArchiveAsync(cancellationToken);
        var report = await Terminal.ProgressAsync("Importing", tell => new PostImporter(archive).ImportAsync(
            paths, options, new Reporter(tell), cancellationToken));
        session.Say(string.Join(Environment.NewLine, Lines(report)), json => WriteMembers(json, report));
        if (report.New + report.Changed + report.Duplicates > 0)
        {
            await IndexUpdate.TryCatchUpAsync(archive, session, cancellationToken);
        }

        return report.Read == 0 && report.Refused.Count > 0 ? CommandLine.Failed : CommandLine.Done;
    }

    private static IEnumerable<string> Lines(ImportReport report) => report.Files.Count == 0 ? ["There is no file of a kind that can be taken in."] :
    [
        .. report.Files.Select(file =>
            $"{file.Path} ({file.Kind?.ToString().ToLowerInvariant() ?? "unknown"}): {Counts(file.Read, file.New, file.Changed, file.Unchanged, file.Duplicates, file.Refused)}"),
        .. report.Files.Count > 1
            ? [$"together: {Counts(report.Read, report.New, report.Changed, report.Unchanged, report.Duplicates, report.Refused)}"]
            : Array.Empty<string>(),
        .. report.Refused.OrderByDescending(refused => refused.Value).Select(refused => $"  refused {refused.Value}: {refused.Key}"),
    ];

    private static string Counts(int read, int added, int changed, int unchanged, int duplicates, IReadOnlyDictionary<string, int> refused) =>
        $"{read} read, {added} new, {changed} changed, {unchanged} unchanged, {duplicates} duplicates, {refused.Values.Sum()} refused";

    private static void WriteMembers(Utf8JsonWriter json, ImportReport report)
    {
        json.WriteNumber("read", report.Read);
        json.WriteNumber("new", report.New);
        json.WriteNumber("changed", report.Changed);
        json.WriteNumber("unchanged", report.Unchanged);
        json.WriteNumber("duplicates", report.Duplicates);
        json.WriteStartObject("refused");
        foreach (var (reason, count) in report.Refused)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
        json.WriteStartArray("files");
        foreach (var file in report.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("kind", file.Kind?.ToString().ToLowerInvariant());
            json.WriteNumber("read", file.Read);
            json.WriteNumber("new", file.New);
            json.WriteNumber("changed", file.Changed);
            json.WriteNumber("unchanged", file.Unchanged);
            json.WriteNumber("duplicates", file.Duplicates);
            json.WriteNumber("refused", file.Refused.Values.Sum());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Progress<T> would report from another thread, and late.
    private sealed class Reporter(Action<double, double, string?> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(0, 0, $"{Path.GetFileName(value.Path)}: {value.Read} posts");
    }
}
