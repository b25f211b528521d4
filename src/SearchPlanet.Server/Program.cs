using System.CommandLine;
using SearchPlanet.Server.Cli;

var root = new RootCommand("A full-text search engine over developers' blog posts: fetches planets of feeds, indexes them, and serves search.")
{
    ServeCommand.Create(),
    IngestCommand.Create(),
    ImportCommand.Create(),
    SearchCommand.Create(),
    FeedCommand.Create(),
    FeedsCommand.Create(),
    IndexCommand.Create(),
    ArchiveCommand.Create(),
    EvalCommand.Create(),
    McpCommand.Create(),
    HealthCommand.Create(),
};
root.Add(CompletionCommand.Create());
return await CommandLine.RunAsync(root, args);
