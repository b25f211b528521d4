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

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private Task<McpClient> ConnectAsync(params string[] arguments) => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Path.Combine(AppContext.BaseDirectory, "searchplanet.dll"), "mcp", "--data", _data, .. arguments],
            Name = "searchplanet",
        }),
        // A busy machine may take longer to start the process than a client waits before it tries the older handshake.
        new McpClientOptions { DiscoverProbeTimeout = Timeout.InfiniteTimeSpan },
        cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<string> CallAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
        return string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
    }
}
