using System.CommandLine;
using SearchPlanet.Server.Api;

namespace SearchPlanet.Server.Cli;

/// <summary><c>health</c>: asks a running server whether it is ready; for containers, which have no curl.</summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url")
        {
            Description = "What to ask.", HelpName = "URL", DefaultValueFactory = _ => "http://localhost:8080/readyz",
        };
        var command = new Command("health", "Ask a running server whether it is ready.") { url };
        command.SetAction(async (parse, token) =>
        {
            var asked = parse.GetRequiredValue(url);
            if (!MissingExplainer.IsAddress(asked))
            {
                throw new UsageException($"--url must be an http or https address, was {asked}.");
            }

            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
            using var response = await client.GetAsync(new Uri(asked), token);
            Console.WriteLine(await response.Content.ReadAsStringAsync(token));
            return response.IsSuccessStatusCode ? CommandLine.Done : CommandLine.Failed;
        });
        return command.WithExamples("searchplanet health --url http://localhost:8080/readyz");
    }
}
