using System.Diagnostics;
using SearchPlanet.Engine.CrashWriter;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Testing;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>The same work in processes with and without vector instructions: the same bytes on the disk, the same hits, the same bits of scores.</summary>
public sealed class InstructionSetTests
{
    private const string Switch = "DOTNET_EnableHWIntrinsic";

    [Fact]
    public async Task WholeIndex_WithAndWithoutVectors_HasTheSameBytesAndAnswers()
    {
        using var fast = new TempFolder();
        using var narrow = new TempFolder();
        using var scalar = new TempFolder();
        var expected = await Run(fast.Path, null);
        var byHalves = await Run(narrow.Path, "DOTNET_EnableAVX2");
        var byNumber = await Run(scalar.Path, Switch);

        byNumber[0].ShouldBe("Vector128 False, Vector256 False");
        byHalves[1..].ShouldBe(expected[1..]);
        byNumber[1..].ShouldBe(expected[1..]);
        expected.Length.ShouldBeGreaterThan(300);
        Sections(narrow.Path).ShouldBe(Sections(fast.Path));
        Sections(scalar.Path).ShouldBe(Sections(fast.Path));
    }

    private static async Task<string[]> Run(string path, string? disabled)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var program = Path.Combine(AppContext.BaseDirectory, "SearchPlanet.Engine.CrashWriter.dll");
        var start = new ProcessStartInfo("dotnet", [program, path, "7", "60"]) { RedirectStandardOutput = true, UseShellExecute = false };
        if (disabled is not null)
        {
            start.Environment[disabled] = "0";
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancelled);
        await process.WaitForExitAsync(cancelled);
        process.ExitCode.ShouldBe(0);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Sections(string path)
    {
        using var reader = DirectoryReader.Open(new FileIndexDirectory(path), CrashLoad.Schema);
        var entries = reader.Leaves.ShouldHaveSingleItem().Reader.Core.File.Entries;
        return [.. entries.ToArray().Select(static e => $"{e.Name} {e.Length} {e.Checksum:x8}")];
    }
}
