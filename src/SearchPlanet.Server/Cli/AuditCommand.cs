using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Server.Api.Contracts;

namespace SearchPlanet.Server.Cli;

/// <summary><c>audit</c>: who has changed what.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "Entries, the newest first.", HelpName = "N", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            // From the text: what is no number has no value to ask for.
            foreach (var wrong in result.Tokens.Where(token => !int.TryParse(token.Value, out var entries) || entries is < 1 or > 10_000))
            {
                result.AddError($"--limit must be between 1 and 10000, was {wrong.Value}.");
            }
        });
        var command = new Command("audit", "Show what operators and users have changed, over HTTP and here.") { limit };
        command.SetAction(async (parse, token) =>
        {
            await using var session = Session.Open(parse);
            var entries = await (await session.OpenArchiveAsync(token)).ReadAuditAsync(parse.GetValue(limit), token);
            if (session.Json)
            {
                foreach (var entry in entries)
                {
                    Console.WriteLine(JsonSerializer.Serialize(AuditAnswer.Change.Of(entry), ApiJson.Shared.Change));
                }

                return CommandLine.Done;
            }

            var table = new ResultTable("when", "who", "what", "subject", "detail");
            foreach (var entry in entries)
            {
                table.Add($"{entry.At:yyyy-MM-dd HH:mm:ss}", entry.Actor, entry.Action, entry.Subject, entry.Detail);
            }

            Session.Show(table, "Nobody has changed anything yet.");
            return CommandLine.Done;
        });
        return command.WithExamples("searchplanet audit --limit 20", "searchplanet audit --json | jq -r 'select(.action == \"feed.remove\") | .subject'");
    }
}
