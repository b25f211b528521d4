using System.Net;
using System.Net.Sockets;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>A start that cannot be says why in one line, and in no more.</summary>
public sealed class StartTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_PortInUse_SaysSoInOneLine()
    {
        using var data = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var serve = await ServeAsync(data, [], "--urls", $"http://{taken.LocalEndpoint}");

        serve.ShouldStartWith($"searchplanet: Failed to bind to address http://{taken.LocalEndpoint}: address already in use. Choose another address with --urls.");
    }

    [Fact]
    public async Task Serve_AddressThatIsNone_SaysSoInOneLine()
    {
        using var data = new TemporaryFolder();

        (await ServeAsync(data, [], exitCode: 2, "--urls", "nonsense")).ShouldContain("nonsense is no address to listen on");
    }

    [Fact]
    public async Task Serve_DataDirectoryIsAFile_SaysSoInOneLine()
    {
        using var data = new TemporaryFolder();
        await File.WriteAllTextAsync(data.File("notes"), "", Cancelled);

        var serve = await ServeAsync(data, new() { ["SearchPlanet__DataDirectory"] = "notes" });

        serve.ShouldContain("The data directory 'notes' is a file.");
    }

    [Fact]
    public async Task Serve_SettingsThatAreNoJson_NamesTheLine()
    {
        using var data = new TemporaryFolder();
        await File.WriteAllTextAsync(data.File("appsettings.json"), "{ \"SearchPlanet\": {\n  \"DataDirectory\" \".\" } }", Cancelled);

        (await ServeAsync(data, [], exitCode: 2)).ShouldContain("LineNumber: 1");
    }

    [Fact]
    public async Task Serve_FullDisk_GivesNoAdviceOnAddresses()
    {
        using var data = SmallDisk.MountOrSkip(megabytes: 8);
        (await SearchPlanetProgram.RunAsync(data.Path, ["feeds", "list"], Cancelled)).ExitCode.ShouldBe(0);
        data.Fill();

        var serve = await SearchPlanetProgram.RunAsync(data.Path, ["serve", "--urls", "http://127.0.0.1:0"], Cancelled);

        serve.ExitCode.ShouldBe(1);
        serve.Errors.ShouldContain("is the disk full or read-only");
        serve.Errors.ShouldNotContain("--urls");
    }

    /// <returns>The one line that it wrote.</returns>
    private static Task<string> ServeAsync(TemporaryFolder data, Dictionary<string, string> settings, params string[] arguments) => ServeAsync(data, settings, 1, arguments);

    private static async Task<string> ServeAsync(TemporaryFolder data, Dictionary<string, string> settings, int exitCode, params string[] arguments)
    {
        var serve = await SearchPlanetProgram.RunAsync(data.FullPath, ["serve", .. arguments], Cancelled, settings);
        serve.ExitCode.ShouldBe(exitCode, serve.Errors);
        serve.Output.ShouldBeEmpty();
        return serve.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
    }
}
