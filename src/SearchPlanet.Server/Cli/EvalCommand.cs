using System.CommandLine;
using SearchPlanet.Search.Evaluation;

namespace SearchPlanet.Server.Cli;

/// <summary><c>eval</c>: the relevance lab.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var docs = new Option<string>("--docs") { Description = """Documents as JSON Lines (.gz too): {"id","title","text"}, or posts.""", HelpName = "FILE", Required = true };
        var queries = new Option<string>("--queries") { Description = "Queries, one a line: qid TAB words.", HelpName = "FILE", Required = true };
        var run = new Option<string>("--run") { Description = "The TREC run to write.", HelpName = "FILE", Required = true };
        var hide = new Option<string?>("--hide") { Description = "tags: leave the posts' tags out.", HelpName = "tags" };
        hide.AcceptOnlyFromAmong("tags");
        var command = new Command("eval", "Rank judged queries over a throw-away index and write a TREC run.") { docs, queries, run, hide };
        command.SetAction(async (parse, token) =>
        {
            var summary = await RelevanceLab.RunAsync(
                parse.GetRequiredValue(docs), parse.GetRequiredValue(queries), parse.GetRequiredValue(run), parse.GetValue(hide) == "tags", token);
            await Console.Error.WriteLineAsync(
                $"{summary.Documents} documents indexed in {summary.Indexing.TotalSeconds:0.0} s, {summary.Queries} queries run in {summary.Searching.TotalSeconds:0.0} s");
            return CommandLine.Done;
        });
        return command;
    }
}
