using System.CommandLine;
using SearchPlanet.Search;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Mcp;
using Serilog;
using Serilog.Extensions.Logging;

namespace SearchPlanet.Server.Cli;

/// <summary><c>mcp</c>: the Model Context Protocol on standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create()
    {
        var server = new Option<string?>("--server") { Description = "Ask this server instead of reading the local index.", HelpName = "URL" };
        var command = new Command("mcp", "Model Context Protocol server on standard input and output, for language models.") { server };
        command.SetAction((parse, token) => RunAsync(parse, parse.GetValue(server) is { } url ? Address(url) : null, token));
        return command.WithExamples("searchplanet mcp", "searchplanet mcp --server https://search.example.org");
    }

    private static Uri Address(string server) =>
        MissingExplainer.IsAddress(server) ? new Uri(server.TrimEnd('/') + "/") : throw new UsageException($"--server must be an http or https address, was {server}.");

    private static async Task<int> RunAsync(ParseResult parse, Uri? server, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(parse);
        using var searcher = server is null ? PostSearcher.Open(session.Options.IndexDirectory) : null;
        using var client = server is null ? null : new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        IPostBackend backend = client is null
            ? new LocalBackend(searcher!, await session.OpenArchiveAsync(cancellationToken))
            : new RemoteBackend(client);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        // The library tells of a call that fails with the stack of it; ToolCalls does in a line.
        builder.Logging.AddSerilog(session.Serilog).AddFilter<SerilogLoggerProvider>("ModelContextProtocol", LogLevel.None);
        builder.Services.AddSingleton(backend);
        builder.Services
            .AddMcpServer(options => options.ServerInfo = new ModelContextProtocol.Protocol.Implementation { Name = "searchplanet", Version = typeof(McpCommand).Assembly.GetName().Version!.ToString(3) })
            .WithStdioServerTransport()
            .WithTools<PostTools>()
            .WithRequestFilters(filters => filters.AddCallToolFilter(new ToolCalls(session.Log<ToolCalls>()).Around));
        using var host = builder.Build();
        await host.RunAsync(cancellationToken);
        return CommandLine.Done;
    }
}
