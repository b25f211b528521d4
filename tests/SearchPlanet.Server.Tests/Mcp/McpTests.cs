using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace SearchPlanet.Server.Tests.Mcp;

/// <summary>The real program over stdio, asked by the official client; it asks the test's server, and once its own empty data.</summary>
public sealed class McpTests(TestServer server) : IClassFixture<TestServer>, IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("searchplanet-mcp-").FullName;

    [Fact]
    public async Task Tools_AreTheContractsAndReadOnly()
    {
        await using var client = await ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        tools.Select(tool => tool.Name).Order().ShouldBe(["explain_missing", "get_post", "list_facets", "search_posts", "similar_posts"]);
        tools.ShouldAllBe(tool => tool.ProtocolTool.Annotations!.ReadOnlyHint == true);
    }

    [Fact]
    public async Task SearchPosts_OfAServer_GivesItsHitsAsUntrusted()
    {
        await using var client = await ConnectAsync("--server", server.Client.BaseAddress!.ToString());

        var text = await CallAsync(client, "search_posts", new() { ["query"] = "migrations", ["limit"] = 2 });

        text.ShouldContain("written by strangers");
        text.ShouldContain("\"id\":\"a1\"");
        (await CallAsync(client, "get_post", new() { ["id"] = "a1" })).ShouldContain("Safe migrations in Django");
        (await CallAsync(client, "list_facets", new() { ["name"] = "tag" })).ShouldContain("\"value\":\"orm\"");
        (await CallAsync(client, "explain_missing", new() { ["url"] = "https://blog.example.org/a1/" })).ShouldContain("\"verdict\":\"indexed\"");
        (await CallAsync(client, "similar_posts", new() { ["id"] = "a1" })).ShouldContain("\"hits\":[");
    }

    [Fact]
    public async Task SearchPosts_OfAnEmptyFolder_FindsNothing()
    {
        await using var client = await ConnectAsync();

        (await CallAsync(client, "search_posts", new() { ["query"] = "migrations" })).ShouldContain("\"value\":0");
    }

    /// <summary>In one process: each takes a second to start.</summary>
    [Fact]
    public async Task Tool_CalledWrongly_SaysWhichArgumentAndWhatToPassInALine()
    {
        (string Tool, string Arguments, string Message)[] calls =
        [
            ("get_post", "{}", "The argument id is missing: pass a string. The id of a hit."),
            ("get_post", """{ "id": null }""", "The argument id is missing: pass a string."),
            ("get_post", """{ "post_id": "a1" }""", "There is no argument post_id. The tool takes id."),
            ("search_posts", """{ "limit": "many" }""", "The argument limit cannot be \"many\": pass a whole number. Hits to return, 1 to 50."),
            ("search_posts", """{ "limit": 1.5 }""", "The argument limit cannot be 1.5: pass a whole number."),
            ("search_posts", """{ "tags": "orm" }""", "The argument tags cannot be \"orm\": pass a list of strings. Only posts with all of these tags."),
            ("search_posts", """{ "qeury": "orm" }""", "There is no argument qeury. Did you mean query? The tool takes query, limit, sort, tags, cursor."),
            ("search_posts", """{ "sort": "newst" }""", "sort must be one of relevance, newest, oldest, was newst. Did you mean newest?"),
            ("search_posts", """{ "cursor": "x" }""", "Call again without cursor."),
            ("list_facets", """{ "name": "tags" }""", "There is no facet tags; there are tag,"),
            ("get_post", """{ "id": "nowhere" }""", "There is no post nowhere."),
        ];
        var errors = new ConcurrentQueue<string>();
        await using var client = await ConnectAsync(errors, "--verbose");

        foreach (var (tool, arguments, message) in calls)
        {
            var result = await client.CallToolAsync(
                tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!, cancellationToken: TestContext.Current.CancellationToken);

            result.IsError.ShouldBe(true, arguments);
            TextOf(result).ShouldContain(message);
        }

        (await Should.ThrowAsync<McpProtocolException>(() => CallAsync(client, "search_post", [])))
            .Message.ShouldContain("There is no tool search_post. Did you mean search_posts? There are ");
        await client.DisposeAsync();
        errors.Count(line => line.Contains("refused", StringComparison.Ordinal)).ShouldBe(calls.Length + 1);
        errors.ShouldNotContain(line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tool_OfAServerThatRefuses_HandsItsReasonOn()
    {
        await using var client = await ConnectAsync("--server", server.Client.BaseAddress!.ToString());

        var result = await client.CallToolAsync(
            "get_post", new Dictionary<string, object?> { ["id"] = "nowhere" }, cancellationToken: TestContext.Current.CancellationToken);

        (result.IsError, TextOf(result)).ShouldBe((true, "There is no post with this id."));
    }

    [Fact]
    public async Task Tool_OfAServerThatIsNotThere_SaysSo()
    {
        await using var client = await ConnectAsync("--server", "http://127.0.0.1:1/");

        var result = await client.CallToolAsync("search_posts", cancellationToken: TestContext.Current.CancellationToken);

        result.IsError.ShouldBe(true);
        TextOf(result).ShouldStartWith("That did not work just now:");
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private Task<McpClient> ConnectAsync(params string[] arguments) => ConnectAsync([], arguments);

    /// <param name="errors">Gets the lines of the program's standard error.</param>
    private Task<McpClient> ConnectAsync(ConcurrentQueue<string> errors, params string[] arguments) => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Path.Combine(AppContext.BaseDirectory, "searchplanet.dll"), "mcp", "--data", _data, .. arguments],
            Name = "searchplanet",
            StandardErrorLines = errors.Enqueue,
        }),
        // A busy machine may take longer to start the process than a client waits before it tries the older handshake.
        new McpClientOptions { DiscoverProbeTimeout = Timeout.InfiniteTimeSpan },
        cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<string> CallAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
        result.IsError.ShouldNotBe(true);
        return TextOf(result);
    }

    private static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
