using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>What the program has said to have is there after the power is cut, and whole.</summary>
public sealed class PowerCutTests
{
    private static readonly Dictionary<string, string> s_settings = new() { ["SearchPlanet__Search__CommitSeconds"] = "1" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PowerCut_WhileServingAndImporting_WhatWasAcknowledgedIsThere()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var disk = BlockDisk.MountOrSkip(megabytes: 64);
        try
        {
            for (var round = 0; round < 2; round++)
            {
                var first = round * 1000;
                await using var site = await Site.StartAsync(disk.Path, s_settings, Cancelled);
                var before = await site.CountAsync("", Cancelled);
                // Beside a server, which keeps the archive open: nothing is synced because it is closed.
                await NumberedPosts.ImportAsync(disk.Path, first, first + 9, Cancelled);
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
                var importing = NumberedPosts.ImportAsync(disk.Path, first + 10, first + 400, cut.Token);
                await Task.Delay(random.Next(1500), Cancelled);
                await cut.CancelAsync();
                var isImported = await EndsByItselfAsync(importing);
                await site.KillAsync(Cancelled);

                var after = disk.CutPower();
                disk.Dispose();
                disk = after;
                var newest = first + (isImported ? 400 : 9);
                await ShouldBeWholeAsync(disk.Path, acknowledged: before + newest - first + 1, newest);
            }
        }
        finally
        {
            disk.Dispose();
        }
    }

    // Where the machine is fast it is done before the cut, and has acknowledged everything.
    private static async Task<bool> EndsByItselfAsync(Task importing)
    {
        try
        {
            await importing;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task ShouldBeWholeAsync(string folder, int acknowledged, int newest)
    {
        var check = await SearchPlanetProgram.RunAsync(folder, ["index", "check"], Cancelled);
        check.ExitCode.ShouldBe(0, check.Output + check.Errors);
        var export = await SearchPlanetProgram.RunAsync(folder, ["archive", "export"], Cancelled);
        export.ExitCode.ShouldBe(0, export.Errors);
        export.Output.ShouldContain($"marker{newest}\"");
        var posts = export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        posts.ShouldBeGreaterThanOrEqualTo(acknowledged);
        await using var site = await Site.StartAsync(folder, s_settings, Cancelled);
        await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == posts, $"{posts} posts", Cancelled);
        (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);
    }
}
