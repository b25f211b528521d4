using System.CommandLine;
using System.Text.Json;
using SearchPlanet.Server.Api;

namespace SearchPlanet.Server.Cli;

/// <summary><c>health</c>: asks a running server whether it is ready; for containers, which have no curl.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var url = new Option<string>("--url")
        {
            Description = "What to ask: /readyz, or /healthz, which only says that it runs.", HelpName = "URL", DefaultValueFactory = _ => "http://localhost:8080/readyz",
        };
        var command = new Command("health", "Ask a running server whether it is ready.") { url };
        command.SetAction(async (parse, token) =>
        {
            var asked = parse.GetRequiredValue(url);
            if (!MissingExplainer.IsAddress(asked))
            {
                throw new UsageException($"--url must be an http or https address, was {asked}.");
            }

            using var client = new HttpClient { Timeout = _patience };
            try
            {
                using var response = await client.GetAsync(new Uri(asked), token);
                var answer = (await response.Content.ReadAsStringAsync(token)).Trim();
                // Readiness is told in JSON, health in a word.
                Session.Say(parse.GetValue(CommandLine.Json) && !answer.StartsWith('{') ? $$"""{"status":"{{JsonEncodedText.Encode(answer)}}"}""" : answer);
                return response.IsSuccessStatusCode ? CommandLine.Done : CommandLine.Failed;
            }
            catch (OperationCanceledException late) when (late.InnerException is TimeoutException)
            {
                return CommandLine.Fail($"{asked} has not answered within {_patience.TotalSeconds:0} s.", CommandLine.Failed);
            }
        });
        return command.WithExamples("searchplanet health --url http://localhost:8080/readyz");
    }
}
