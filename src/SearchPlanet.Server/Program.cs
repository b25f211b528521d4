using System.CommandLine;
using SearchPlanet.Server.Cli;

var root = new RootCommand("A full-text search engine over developers' blog posts: fetches planets of feeds, indexes them, and serves search. "
    + "Results go to standard output, progress and messages to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage. NO_COLOR is honoured.")
{
    ServeCommand.Create(),
    IngestCommand.Create(),
    ImportCommand.Create(),
    SearchCommand.Create(),
    FeedCommand.Create(),
    FeedsCommand.Create(),
    IndexCommand.Create(),
    ArchiveCommand.Create(),
    WebhooksCommand.Create(),
    AuditCommand.Create(),
    EvalCommand.Create(),
    McpCommand.Create(),
    HealthCommand.Create(),
};
root.Add(CompletionCommand.Create());
root.WithExamples("searchplanet --demo", "searchplanet feeds add https://example.org/ --planet python", "searchplanet search django migrations tag:orm last:90d");
return await CommandLine.RunAsync(root, args);
