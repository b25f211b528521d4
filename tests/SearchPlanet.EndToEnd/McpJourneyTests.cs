using System.Diagnostics;
using System.Text.Json.Nodes;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>An assistant's program at the other end of <c>searchplanet mcp</c>: JSON-RPC, a message a line.</summary>
public sealed class McpJourneyTests(SampleSite samples)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mcp_HandshakeListAndSearch_AnswersOnStandardOutputAlone()
    {
        using var process = Process.Start(SearchPlanetProgram.StartInfo(samples.DataDirectory, ["mcp"], []))!;
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        try
        {
            var hello = await AskAsync(process, 1, "initialize", new JsonObject
            {
                ["protocolVersion"] = "2025-06-18",
                ["capabilities"] = new JsonObject(),
                ["clientInfo"] = new JsonObject { ["name"] = "end-to-end", ["version"] = "1" },
            });
            ((string)hello["serverInfo"]!["name"]!).ShouldNotBeEmpty();
            await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""".AsMemory(), Cancelled);

            var tools = await AskAsync(process, 2, "tools/list", []);
            tools["tools"]!.AsArray().Select(tool => (string)tool!["name"]!)
                .ShouldBe(["search_posts", "get_post", "similar_posts", "list_facets", "explain_missing"], ignoreOrder: true);

            // Another process sees what is committed, which may be some seconds behind what the server finds itself.
            var began = TimeProvider.System.GetTimestamp();
            string text;
            do
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), Cancelled);
                var found = await AskAsync(process, 3, "tools/call", new JsonObject
                {
                    ["name"] = "search_posts",
                    ["arguments"] = new JsonObject { ["query"] = "select_related prefetch_related" },
                });
                ((bool?)found["isError"] ?? false).ShouldBeFalse(found.ToJsonString());
                text = string.Concat(found["content"]!.AsArray().Select(block => (string?)block!["text"]));
            }
            while (!text.Contains("how to choose", StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(began) < Patience.Limit);
            text.ShouldContain("how to choose");

            process.StandardInput.Close();
            await process.WaitForExitAsync(Cancelled).WaitAsync(Patience.Limit, Cancelled);
            process.ExitCode.ShouldBe(0, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static async Task<JsonObject> AskAsync(Process process, int id, string method, JsonObject parameters)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters };
        await process.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), Cancelled);
        await process.StandardInput.FlushAsync(Cancelled);
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(Cancelled).AsTask().WaitAsync(Patience.Limit, Cancelled)
                ?? throw new EndOfStreamException($"{method}: the program closed its output");
            var message = JsonNode.Parse(line)!.AsObject();
            if (message["id"] is JsonValue value && value.TryGetValue<int>(out var answered) && answered == id)
            {
                message["error"].ShouldBeNull();
                return message["result"]!.AsObject();
            }
        }
    }
}
