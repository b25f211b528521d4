using System.CommandLine;
using SearchPlanet.Search.Evaluation;
using SearchPlanet.Server.Hosting;

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
            var summary = await Terminal.ProgressAsync("Ranking", _ => Task.Run(
                () => RelevanceLab.RunAsync(
                    parse.GetRequiredValue(docs), parse.GetRequiredValue(queries), parse.GetRequiredValue(run), parse.GetValue(hide) == "tags", token),
                token));
            await using var session = Session.Open(parse);
            session.Say(
                $"{summary.Documents} documents indexed in {summary.Indexing.TotalSeconds:0.0} s, {summary.Queries} queries run in {summary.Searching.TotalSeconds:0.0} s",
                json =>
                {
                    json.WriteNumber("documents", summary.Documents);
                    json.WriteNumber("queries", summary.Queries);
                    json.WriteNumber("indexing_seconds", Math.Round(summary.Indexing.TotalSeconds, 3));
                    json.WriteNumber("searching_seconds", Math.Round(summary.Searching.TotalSeconds, 3));
                });
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet eval --docs docs.jsonl.gz --queries queries.tsv --run run.txt");
    }
}
