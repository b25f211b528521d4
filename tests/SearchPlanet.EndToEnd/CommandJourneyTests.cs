using System.Text.Json.Nodes;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>The program at the command line, without a server.</summary>
public sealed class CommandJourneyTests : IDisposable
{
    private const string TwoPosts = """
        {"id":"a1","url":"https://granary.example/1","title":"Storing grain with Django","author":"Ada Corn","tags":["django","grain"],"published":"2025-03-01T10:00:00Z","source":"granary.example","planet":"django","kind":"post","html":"<p>Silos need <code>select_related()</code>.</p>"}
        {"id":"a2","url":"https://granary.example/2","title":"Counting grain","tags":["grain"],"published":"2025-04-01T10:00:00Z","source":"granary.example","text":"One, two, many."}
        """;

    private const string River = """
        03 Dec 2025

        feedPlanet Python

        Grain Works: Weighing a silo

        A load cell under each leg, and a short Python script that sums the four of them up.

        03 Dec 2025 4:42pm GMT

        Grain Works: Drying maize

        Fourteen per cent of moisture is the number to remember.

        03 Dec 2025 9:15am GMT

        """;

    private readonly TemporaryFolder _data = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Import_JsonLinesThenSearch_FindsAsJson()
    {
        var import = await RunAsync("import", await WriteAsync("posts.jsonl", TwoPosts));
        import.ExitCode.ShouldBe(0, import.Errors);

        var search = await RunAsync("search", "select_related", "--json");

        search.ExitCode.ShouldBe(0, search.Errors);
        var answer = JsonNode.Parse(search.Output)!;
        answer["total"]!["value"]!.GetValue<int>().ShouldBe(1);
        ((string)answer["hits"]![0]!["title"]!).ShouldBe("Storing grain with Django");
        ((string)answer["hits"]![0]!["id"]!).ShouldBe("a1");
    }

    [Fact]
    public async Task Import_TheSameFileTwice_AddsNothingTheSecondTime()
    {
        var file = await WriteAsync("posts.jsonl", TwoPosts);
        await RunAsync("import", file);

        var second = await RunAsync("import", file);

        second.ExitCode.ShouldBe(0, second.Errors);
        second.Output.ShouldContain("0 new");
    }

    [Fact]
    public async Task Import_RiverOfText_FindsItsPostsByAuthor()
    {
        var import = await RunAsync("import", await WriteAsync("river.txt", River));
        import.ExitCode.ShouldBe(0, import.Errors);

        var search = await RunAsync("search", "author:\"Grain Works\" planet:python", "--json");

        JsonNode.Parse(search.Output)!["hits"]!.AsArray().Select(hit => (string)hit!["title"]!).ShouldBe(["Weighing a silo", "Drying maize"], ignoreOrder: true);
    }

    [Fact]
    public async Task FeedParse_EverySampleByStandardInput_AnswersEachWithALine()
    {
        var feeds = SampleManifest.Read().Planets.SelectMany(planet => planet.Feeds).ToList();
        var input = string.Concat(feeds.Select(feed =>
            new JsonObject { ["path"] = Path.Combine(Repository.Samples, feed.File), ["url"] = feed.Url }.ToJsonString() + "\n"));

        var result = await SearchPlanetProgram.RunAsync(_data.FullPath, ["feed", "parse", "--stdin"], Cancelled, input: input);

        result.ExitCode.ShouldBe(0, result.Errors);
        var answers = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        answers.Count.ShouldBe(feeds.Count);
        foreach (var answer in answers)
        {
            answer["ok"]!.GetValue<bool>().ShouldBeTrue(answer.ToJsonString());
            answer["error"].ShouldBeNull();
            answer["entries"]!.AsArray().ShouldNotBeEmpty();
            answer["entries"]!.AsArray().ShouldAllBe(entry => ((string)entry!["link"]!).StartsWith("https://"));
        }

        answers.Select(answer => (string)answer["format"]!).Distinct().ShouldBe(["atom10", "rss20", "rss10", "json11"], ignoreOrder: true);
    }

    [Fact]
    public async Task Command_Unknown_EndsWithTwoAndSaysWhat()
    {
        var result = await RunAsync("serch", "django");

        result.ExitCode.ShouldBe(2);
        result.Errors.ShouldContain("serch");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_FileThatIsNotThere_EndsWithOneAndNamesIt()
    {
        var result = await RunAsync("import", "nowhere.jsonl");

        result.ExitCode.ShouldBe(1);
        result.Errors.ShouldContain("nowhere.jsonl");
    }

    [Fact]
    public async Task Serve_UnknownSetting_StopsTheStartAndNamesTheKey()
    {
        var start = SearchPlanetProgram.StartInfo(
            _data.FullPath, ["serve"], [new("SearchPlanet__Ingestion__Concurency", "4"), new("ASPNETCORE_URLS", "http://127.0.0.1:0")]);
        using var process = System.Diagnostics.Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);

        process.ExitCode.ShouldNotBe(0);
        errors.ShouldContain("Concurency");
        errors.ShouldContain("Concurrency");
    }

    [Fact]
    public async Task IndexCheck_OfAWholeIndex_IsContent_AndOfATornOneNamesTheFile()
    {
        await RunAsync("import", await WriteAsync("posts.jsonl", TwoPosts));
        var whole = await RunAsync("index", "check");
        whole.ExitCode.ShouldBe(0, whole.Output + whole.Errors);

        var segment = new DirectoryInfo(_data.File("index")).EnumerateFiles().MaxBy(file => file.Length)!;
        var bytes = await File.ReadAllBytesAsync(segment.FullName, Cancelled);
        bytes[bytes.Length / 2] ^= 0x40;
        await File.WriteAllBytesAsync(segment.FullName, bytes, Cancelled);

        var torn = await RunAsync("index", "check");
        torn.ExitCode.ShouldBe(1);
        (torn.Output + torn.Errors).ShouldContain(segment.Name);
    }

    [Fact]
    public async Task ArchiveExport_ImportedElsewhere_GivesTheSamePosts()
    {
        await RunAsync("import", await WriteAsync("posts.jsonl", TwoPosts));
        var export = await RunAsync("archive", "export");
        export.ExitCode.ShouldBe(0, export.Errors);

        using var elsewhere = new TemporaryFolder();
        await File.WriteAllTextAsync(elsewhere.File("copy.jsonl"), export.Output, Cancelled);
        var import = await SearchPlanetProgram.RunAsync(elsewhere.FullPath, ["import", "copy.jsonl"], Cancelled);
        import.ExitCode.ShouldBe(0, import.Errors);
        var again = await SearchPlanetProgram.RunAsync(elsewhere.FullPath, ["archive", "export"], Cancelled);

        again.Output.ShouldBe(export.Output);
        export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => SearchPlanetProgram.RunAsync(_data.FullPath, arguments, Cancelled);

    private async Task<string> WriteAsync(string name, string content)
    {
        await File.WriteAllTextAsync(_data.File(name), content, Cancelled);
        return name;
    }
}
