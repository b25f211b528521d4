using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SearchPlanet.Server.Cli;

namespace SearchPlanet.Server.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("searchplanet-cli-").FullName;

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("search --limit 500 x")]
    [InlineData("search --sort sideways x")]
    [InlineData("search --limt 5 x")]
    [InlineData("serve --urls nonsense")]
    [InlineData("feed parse")]
    [InlineData("audit --limit x")]
    [InlineData("audit --limit 10001")]
    [InlineData("feeds lst")]
    [InlineData("feeds")]
    [InlineData("index stats --SearchPlanet:DataDirectry /x")]
    [InlineData("index stats --config /does/not/exist.json")]
    public async Task Run_WrongUsage_Exits2AndSaysWhy(string arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        code.ShouldBe(2);
        error.ShouldNotBeEmpty();
        error.ShouldNotContain("   at ");
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_WithoutAnIndex_Exits1()
    {
        var (code, output, error) = await RunAsync("search django --json");

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain("searchplanet import");
    }

    [Fact]
    public async Task ImportThenSearch_PostsAsJsonLines_FindsThem()
    {
        var file = Path.Combine(_data, "posts.jsonl");
        await File.WriteAllTextAsync(
            file,
            """
            {"url":"https://a.example/1","title":"Migrations","text":"Run them first.","tags":["django"],"published":"2025-01-02","kind":"post"}
            {"url":"https://a.example/2","title":"Other","text":"Nothing."}
            not json
            """,
            TestContext.Current.CancellationToken);

        var imported = await RunAsync($"import {file} --json");
        var found = await RunAsync("search migrations --json");
        var checkedIndex = await RunAsync("index check");
        var exported = await RunAsync("archive export");

        imported.Code.ShouldBe(0);
        var counts = JsonDocument.Parse(imported.Output).RootElement;
        (counts.GetProperty("read").GetInt32(), counts.GetProperty("new").GetInt32()).ShouldBe((3, 2));
        JsonDocument.Parse(found.Output).RootElement.GetProperty("hits")[0].GetProperty("title").GetString().ShouldBe("Migrations");
        checkedIndex.Code.ShouldBe(0);
        exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task ArchiveRemove_APost_IsNeitherFoundNorImportedAgain()
    {
        var file = Path.Combine(_data, "posts.jsonl");
        await File.WriteAllTextAsync(file, """{"url":"https://a.example/1","title":"Migrations","text":"Run them first."}""", TestContext.Current.CancellationToken);
        await RunAsync($"import {file}");

        var removed = await RunAsync("archive remove https://a.example/1 https://a.example/absent");

        removed.Code.ShouldBe(1);
        removed.Output.ShouldContain("removed: Migrations");
        removed.Error.ShouldContain("https://a.example/absent: no such post");
        await RunAsync($"import {file}");
        var found = await RunAsync("search migrations --json");
        JsonDocument.Parse(found.Output).RootElement.GetProperty("total").GetProperty("value").GetInt32().ShouldBe(0);
        (await RunAsync("archive export")).Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Environment_UnknownKey_IsNamed()
    {
        var (code, _, error) = await RunAsync("index stats", ("SearchPlanet__Serch__TimeoutMs", "5"));

        code.ShouldBe(2);
        error.ShouldContain("SearchPlanet:Serch (environment variable SearchPlanet__Serch)");
        error.ShouldContain("Did you mean Search?");
    }

    [Theory]
    [InlineData("archive backup absent/copy.db", 1, "No copy was made: Could not find a part of the path", "Name a file in a folder that is there")]
    [InlineData("archive backup .", 1, "is a folder. Name a file in it.", "")]
    [InlineData("archive backup archive.db", 1, "archive.db' is the archive itself.", "")]
    [InlineData("archive restore absent.db", 1, "absent.db'. Is the name right?", "")]
    [InlineData("archive restore .", 1, "is a folder. Name the backup in it.", "")]
    [InlineData("archive export --out absent/posts.jsonl", 1, "Make the folder first", "absent/posts.jsonl")]
    [InlineData("health --url http://127.0.0.1:1/", 1, "is the server running, and at that address?", "127.0.0.1:1")]
    [InlineData("health --url nonsense", 2, "--url must be an http or https address, was nonsense.", "")]
    [InlineData("mcp --server nonsense", 2, "--server must be an http or https address, was nonsense.", "")]
    [InlineData("serve --urls http://127.0.0.1:99999", 2, "http://127.0.0.1:99999 is no address to listen on", "")]
    [InlineData("ingest https://nobody.example/feed", 2, "https://nobody.example/feed is no subscription", "`feeds add`.")]
    [InlineData("feeds list", 0, "There are no subscriptions.", "searchplanet feeds add URL")]
    [InlineData("import .", 0, "", "")]
    [InlineData("index stats", 1, "There is no index in ", "searchplanet import or ingest makes one.")]
    public async Task Command_ThatCannotBe_SaysWhatWhereAndWhatNext(string command, int exitCode, string what, string next)
    {
        var (code, _, error) = await RunAsync(command);

        code.ShouldBe(exitCode, error);
        error.ShouldContain(what);
        error.ShouldContain(next);
        error.ShouldNotContain("   at ");
        error.ShouldNotContain("(Parameter");
        Directory.GetFiles(_data, "*.part").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("feeds", "feeds", true)]
    [InlineData("feeds lst", "feeds", false)]
    [InlineData("feeds list more", "feeds list", false)]
    [InlineData("import --as river", "import", false)]
    public async Task Run_AMistake_IsNotLostAboveAScreenOfHelp(string arguments, string command, bool asksForHelp)
    {
        var (_, _, error) = await RunAsync(arguments);

        error.Contains("Usage:", StringComparison.Ordinal).ShouldBe(asksForHelp, error);
        error.TrimEnd().ShouldEndWith($"searchplanet {command} --help says how it is used.");
    }

    [Fact]
    public async Task Health_ServerThatDoesNotAnswer_SaysSo()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var (code, _, error) = await RunAsync($"health --url http://{silent.LocalEndpoint}/readyz");

        code.ShouldBe(1);
        error.ShouldContain("/readyz has not answered within 3 s.");
    }

    [Theory]
    [InlineData("ok\n", "ok")]
    [InlineData("""{"status":"ready"}""", "ready")]
    public async Task Health_WithJson_AnswersInJsonWhateverTheServerSays(string body, string status)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var asked = RunAsync($"health --json --url http://{server.LocalEndpoint}/");
        using var client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        _ = await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), TestContext.Current.CancellationToken);

        var (code, output, _) = await asked;

        code.ShouldBe(0);
        JsonDocument.Parse(output).RootElement.GetProperty("status").GetString().ShouldBe(status);
    }

    [Fact]
    public async Task Search_SwitchesWithoutValues_AreTakenAndTheQueryStays()
    {
        var file = Path.Combine(_data, "posts.jsonl");
        await File.WriteAllTextAsync(file, """{"url":"https://a.example/1","title":"Migrations","text":"Run them first."}""", TestContext.Current.CancellationToken);
        await RunAsync($"import {file}");

        var plain = await RunAsync("search migrations --json");
        var explained = await RunAsync("search --explain migrations --json");
        var strict = await RunAsync("search --strict django nosuchkey:x");

        JsonDocument.Parse(plain.Output).RootElement.GetProperty("hits")[0].TryGetProperty("explanation", out _).ShouldBeFalse();
        JsonDocument.Parse(explained.Output).RootElement.GetProperty("hits")[0].GetProperty("explanation").ToString().ShouldNotBeEmpty();
        (strict.Code, strict.Error.Trim()).ShouldBe((2, "searchplanet: --strict refuses the query at character 7 (unknown-operator); without it: searched as text."));
    }

    [Fact]
    public async Task FeedParse_GoodAndBad_AnswersEach()
    {
        var good = Path.Combine(_data, "good.xml");
        var bad = Path.Combine(_data, "bad.xml");
        await File.WriteAllTextAsync(good, "<rss version='2.0'><channel><title>T</title><item><title>One</title></item></channel></rss>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(bad, "no feed", TestContext.Current.CancellationToken);

        var (code, output, _) = await RunAsync($"feed parse {good} {bad} {_data}/absent.xml");

        code.ShouldBe(0);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Count.ShouldBe(3);
        lines.Count(line => line.GetProperty("ok").GetBoolean()).ShouldBe(1);
        lines.Single(line => line.GetProperty("ok").GetBoolean()).GetProperty("format").GetString().ShouldBe("rss20");
    }

    [Fact]
    public void EveryCommand_ThatGroupsNoOthers_HasExamples()
    {
        Command[] commands =
        [
            ServeCommand.Create(), IngestCommand.Create(), ImportCommand.Create(), SearchCommand.Create(), FeedCommand.Create(), FeedsCommand.Create(), IndexCommand.Create(),
            ArchiveCommand.Create(), WebhooksCommand.Create(), AuditCommand.Create(), EvalCommand.Create(), McpCommand.Create(), HealthCommand.Create(), CompletionCommand.Create(),
        ];

        commands.SelectMany(command => command.Subcommands.Count > 0 ? command.Subcommands : [command])
            .Where(command => CommandExamples.Of(command).Count == 0).Select(command => command.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_OfACommandThatNeedsArguments_IsAResultWithExamples()
    {
        var (code, output, _) = await RunAsync("import --help");

        code.ShouldBe(0);
        output.ShouldContain("Examples:");
    }

    [Fact]
    public async Task EveryCommandThatChangesThings_WithJson_AnswersInJsonAndIsAudited()
    {
        var file = Path.Combine(_data, "posts.jsonl");
        await File.WriteAllTextAsync(file, """{"url":"https://a.example/1","title":"Migrations","text":"Run them first."}""", TestContext.Current.CancellationToken);
        const string Feed = "https://a.example/feed.xml";
        var webhook = "";
        foreach (var (command, member) in new[]
        {
            ($"import {file}", "new"), ($"feeds add --no-check {Feed}", "id"), ($"feeds pause {Feed}", "status"), ($"feeds resume {Feed}", "status"), ($"feeds refresh {Feed}", "status"),
            ("feeds list", "state"), ($"feeds export --out {_data}/feeds.opml", "feeds"), ($"feeds remove {Feed}", "status"),
            ("webhooks add migrations https://receiver.example/", "secret"), ("webhooks list", "query"), ("webhooks show ID", "deliveries"), ("webhooks resume ID", "status"), ("webhooks remove ID", "status"),
            ("index stats", "posts"), ("index check", "whole"), ("index rebuild", "posts"), ("index optimize", "segments"),
            ($"archive export --out {_data}/out.jsonl", "posts"), ($"archive backup {_data}/copy.db", "bytes"), ($"archive restore {_data}/copy.db", "kept"),
            ("archive remove https://a.example/1", "url"),
        })
        {
            var (code, output, error) = await RunAsync($"{command.Replace("ID", webhook, StringComparison.Ordinal)} --json");

            code.ShouldBe(0, $"{command}: {error}");
            var answer = JsonDocument.Parse(output).RootElement;
            answer.TryGetProperty(member, out _).ShouldBeTrue($"{command}: {output}");
            webhook = member == "secret" ? answer.GetProperty("id").GetString()! : webhook;
        }

        var audit = await RunAsync("audit --json");
        audit.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString()).Reverse()
            .ShouldBe(["feed.add", "feed.pause", "feed.resume", "feed.refresh", "feed.remove", "webhook.add", "webhook.resume", "webhook.remove", "index.rebuild", "post.remove"]);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<(int Code, string Output, string Error)> RunAsync(string arguments, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "searchplanet.dll")} {arguments}")
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _data,
        };
        start.Environment["SearchPlanet__DataDirectory"] = _data;
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
