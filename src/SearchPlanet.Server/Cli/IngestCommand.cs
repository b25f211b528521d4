using System.CommandLine;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Cli;

/// <summary><c>ingest</c>: fetches feeds without serving.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var feeds = new Argument<string[]>("FEED") { Description = "Subscriptions to fetch now, by id or address (default: all that are due).", Arity = ArgumentArity.ZeroOrMore };
        var once = new Option<bool>("--once") { Description = "One round, then stop. Without it, and without feeds, goes on until stopped." };
        var command = new Command("ingest", "Fetch what is due, or the named feeds now.") { feeds, once };
        command.SetAction((parse, token) => RunAsync(parse, parse.GetValue(feeds) ?? [], parse.GetValue(once), token));
        return command.WithExamples("searchplanet ingest --once", "searchplanet ingest https://example.org/feed.xml");
    }

    private static async Task<int> RunAsync(ParseResult parse, string[] feeds, bool once, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(parse);
        var archive = await session.OpenArchiveAsync(cancellationToken);
        var time = TimeProvider.System;
        var options = session.Options.Ingestion;
        using var client = IngestionServices.CreateClient(session.Options, time, archive);
        var processor = FeedProcessor.Create(archive, client, options, time, session.LoggerFactory);
        var ingestor = new Ingestor(archive, processor, client, options, time);
        await ArchiveStart.SeedAsync(new Subscriptions(archive, client, time, session.LoggerFactory.CreateLogger<Subscriptions>()), session.Options, null, cancellationToken);
        var code = CommandLine.Done;
        while (true)
        {
            IReadOnlyList<FeedReport> reports;
            try
            {
                reports = await Terminal.ProgressAsync("Fetching", tell =>
                    ingestor.IngestOnceAsync(feeds.Length == 0 ? null : feeds, new Reporter(tell), cancellationToken));
            }
            catch (ArgumentException unknown)
            {
                throw new UsageException(unknown.Message.Replace($" (Parameter '{unknown.ParamName}')", "", StringComparison.Ordinal));
            }

            foreach (var report in reports)
            {
                Say(session, report);
                code = report.Error is null ? code : CommandLine.Failed;
            }

            if (reports.Sum(report => report.New + report.Changed + report.Duplicates) > 0)
            {
                await IndexUpdate.TryCatchUpAsync(archive, session, cancellationToken);
            }

            if (once || feeds.Length > 0)
            {
                return code;
            }

            await Task.Delay(TimeSpan.FromSeconds(10), time, cancellationToken);
        }
    }

    private static void Say(Session session, FeedReport report) => session.Say(
        report.Error is null
            ? $"{report.Feed.Url}: {report.New} new, {report.Changed} changed, {report.Duplicates} duplicates, {report.Unchanged} unchanged, {report.Refused} refused"
            : $"{report.Feed.Url}: {report.Error}",
        json =>
        {
            json.WriteString("url", report.Feed.Url);
            json.WriteString("outcome", report.Outcome.ToString());
            json.WriteNumber("entries", report.Entries);
            json.WriteNumber("new", report.New);
            json.WriteNumber("changed", report.Changed);
            json.WriteNumber("unchanged", report.Unchanged);
            json.WriteNumber("duplicates", report.Duplicates);
            json.WriteNumber("refused", report.Refused);
            json.WriteString("error", report.Error);
        });

    // Progress<T> would report from another thread, and late.
    private sealed class Reporter(Action<double, double, string?> tell) : IProgress<FeedProgress>
    {
        public void Report(FeedProgress value) => tell(value.Done, value.Total, null);
    }
}
