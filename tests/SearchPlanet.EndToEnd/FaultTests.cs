using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>What happens to disks and processes happens here to real ones. Nothing that was taken in is ever lost.</summary>
public sealed class FaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DiskFull_WhileServing_SearchesGoOn_AndAllComesInOnceThereIsRoom()
    {
        using var data = SmallDisk.MountOrSkip(megabytes: 24);
        await using var feeds = await FeedServer.StartAsync(Cancelled);
        var feed = feeds.Put("feed.xml", NumberedPosts.Feed(1, 20), "application/rss+xml");
        var settings = Site.SettingsFor(feeds, [("python", "Python", [feed])]);
        await using (var site = await Site.StartAsync(data.Path, settings, Cancelled))
        {
            await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 20, "the first posts", Cancelled);

            data.Fill();
            feeds.Put("feed.xml", NumberedPosts.Feed(1, 200), "application/rss+xml");
            var full = await SearchPlanetProgram.RunAsync(data.Path, ["ingest", feed], Cancelled, settings);
            full.ExitCode.ShouldBe(1);
            full.Errors.ShouldContain("full");
            (await site.CountAsync("marker7", Cancelled)).ShouldBe(1);
            (await site.CountAsync("", Cancelled)).ShouldBe(20);

            data.MakeRoom();
            (await SearchPlanetProgram.RunAsync(data.Path, ["ingest", feed], Cancelled, settings)).ExitCode.ShouldBe(0);
            await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 200, "all posts", Cancelled);
            (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);
        }

        await ShouldBeWholeAsync(data.Path);
    }

    [Fact]
    public async Task DiskFull_AtTheStart_IsNamed_AndNothingIsLost()
    {
        using var data = SmallDisk.MountOrSkip(megabytes: 24);
        await NumberedPosts.ImportAsync(data.Path, 1, 50, Cancelled);
        data.Fill();

        var serve = await SearchPlanetProgram.RunAsync(data.Path, ["serve", "--urls", "http://127.0.0.1:0"], Cancelled);
        var search = await SearchPlanetProgram.RunAsync(data.Path, ["search", "marker7", "--json"], Cancelled);

        serve.ExitCode.ShouldBe(1);
        serve.Errors.ShouldContain("is the disk full or read-only");
        search.Output.ShouldContain("marker7");
        data.MakeRoom();
        await using var site = await Site.StartAsync(data.Path, NoPlanets, Cancelled);
        (await site.CountAsync("", Cancelled)).ShouldBe(50);
    }

    [Fact]
    public async Task ReadOnlyDisk_IsNamed_AndStillSearchedFromTheCommandLine()
    {
        using var data = SmallDisk.MountOrSkip(megabytes: 24);
        await NumberedPosts.ImportAsync(data.Path, 1, 50, Cancelled);
        data.MakeReadOnly();

        var serve = await SearchPlanetProgram.RunAsync(data.Path, ["serve", "--urls", "http://127.0.0.1:0"], Cancelled);
        var search = await SearchPlanetProgram.RunAsync(data.Path, ["search", "marker7", "--json"], Cancelled);

        serve.ExitCode.ShouldBe(1, serve.Errors);
        serve.Errors.ShouldContain("is the disk full or read-only");
        search.ExitCode.ShouldBe(0, search.Errors);
        search.Output.ShouldContain("marker7");
        data.MakeWritable();
        await ShouldBeWholeAsync(data.Path);
    }

    [Fact]
    public async Task DiskThatFails_WhileServing_SearchesGoOn_AndNothingIsLost()
    {
        using var data = FailingDisk.MountOrSkip(megabytes: 64);
        await using var feeds = await FeedServer.StartAsync(Cancelled);
        var feed = feeds.Put("feed.xml", NumberedPosts.Feed(1, 20), "application/rss+xml");
        var settings = Site.SettingsFor(feeds, [("python", "Python", [feed])]);
        await using (var site = await Site.StartAsync(data.Path, settings, Cancelled))
        {
            await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 20, "the first posts", Cancelled);

            data.Fail();
            feeds.Put("feed.xml", NumberedPosts.Feed(1, 200), "application/rss+xml");
            var failed = await SearchPlanetProgram.RunAsync(data.Path, ["ingest", feed], Cancelled, settings);
            failed.ExitCode.ShouldBe(1);
            failed.Errors.ShouldContain("Is the disk full or read-only?");
            (await site.CountAsync("marker7", Cancelled)).ShouldBe(1);
            (await site.CountAsync("", Cancelled)).ShouldBe(20);
            await site.StopAsync(Cancelled);
        }

        data.Repair();

        (await SearchPlanetProgram.RunAsync(data.Path, ["search", "marker7", "--json"], Cancelled)).Output.ShouldContain("marker7");
        (await SearchPlanetProgram.RunAsync(data.Path, ["ingest", feed], Cancelled, settings)).ExitCode.ShouldBe(0);
        await using (var site = await Site.StartAsync(data.Path, settings, Cancelled))
        {
            await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 200, "all posts", Cancelled);
            (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);
        }

        await ShouldBeWholeAsync(data.Path);
    }

    [Theory]
    [InlineData("index damaged in its sections", 0.5)]
    [InlineData("index damaged at its end", 0.999)]
    public async Task DamagedIndex_MakesItselfAnew_AndSaysSo(string _, double at)
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 300, Cancelled);
        foreach (var segment in Directory.GetFiles(data.File("index"), "*.seg"))
        {
            Damage(segment, at);
        }

        (await SearchPlanetProgram.RunAsync(data.FullPath, ["index", "check"], Cancelled)).ExitCode.ShouldBe(1);

        await using var site = await Site.StartAsync(data.FullPath, NoPlanets, Cancelled);

        await site.UntilLogHasAsync("made anew from the archive", Cancelled);
        await site.UntilAsync(async () => await CheckAsync(data.FullPath) && await site.CountAsync("", Cancelled) == 300, "the index made anew", Cancelled);
        (await site.CountAsync("marker299", Cancelled)).ShouldBe(1);
        await site.StopAsync(Cancelled);
        await ShouldBeWholeAsync(data.FullPath);
    }

    [Fact]
    public async Task LostIndex_MakesItselfAnew()
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 100, Cancelled);
        Directory.Delete(data.File("index"), recursive: true);

        await using var site = await Site.StartAsync(data.FullPath, NoPlanets, Cancelled);

        // Ready is said only when all of it is there site.
        (await site.CountAsync("", Cancelled)).ShouldBe(100);
    }

    [Fact]
    public async Task DamagedArchive_IsRefusedWithWhatToDo_AndABackupBringsItBack()
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 100, Cancelled);
        (await SearchPlanetProgram.RunAsync(data.FullPath, ["archive", "backup", "backup.db"], Cancelled)).ExitCode.ShouldBe(0);
        await NumberedPosts.ImportAsync(data.FullPath, 101, 120, Cancelled);
        Damage(data.File("archive.db"), 0);

        var refused = await SearchPlanetProgram.RunAsync(data.FullPath, ["serve", "--urls", "http://127.0.0.1:0"], Cancelled);

        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("damaged");
        refused.Errors.ShouldContain("searchplanet archive restore FILE");
        var restored = await SearchPlanetProgram.RunAsync(data.FullPath, ["archive", "restore", "backup.db"], Cancelled);
        restored.ExitCode.ShouldBe(0, restored.Errors);
        await using var site = await Site.StartAsync(data.FullPath, NoPlanets, Cancelled);
        // The twenty since the backup, which the index had read too, come back with their feed.
        await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 100, "the index made anew", Cancelled);
        await site.UntilLogHasAsync("The index has read what is not in the archive, and is made anew: a backup was restored", Cancelled);
    }

    [Fact]
    public async Task ArchiveDamagedInTheMiddle_IsNamedWithWhatToDo_AndReadinessSaysSo()
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 300, Cancelled);
        Directory.Delete(data.File("index"), recursive: true);
        Damage(data.File("archive.db"), 0.3, length: 0.6);

        await using var site = await Site.StartUnreadyAsync(data.FullPath, NoPlanets, Cancelled);

        await site.UntilAsync(SaysSoAsync, "what to do", Cancelled);
        await site.UntilLogHasAsync("archive restore FILE", Cancelled);

        async Task<bool> SaysSoAsync()
        {
            using var ready = await site.Client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancelled);
            return (int)ready.StatusCode == 503 && (await ready.Content.ReadAsStringAsync(Cancelled)).Contains("archive restore FILE", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SecondServerOnTheFolder_ReadsAlong_AndTakesOverWhenTheFirstDies()
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 20, Cancelled);
        await using var first = await Site.StartAsync(data.FullPath, NoPlanets, Cancelled);
        await using var second = await Site.StartAsync(data.FullPath, NoPlanets, Cancelled);
        await second.UntilLogHasAsync("Another process writes the index", Cancelled);
        (await second.CountAsync("", Cancelled)).ShouldBe(20);

        await first.KillAsync(Cancelled);
        await NumberedPosts.ImportAsync(data.FullPath, 21, 40, Cancelled);

        await second.UntilAsync(async () => await second.CountAsync("", Cancelled) == 40, "the second to take over", Cancelled);
        await second.StopAsync(Cancelled);
        await ShouldBeWholeAsync(data.FullPath);
    }

    private static Dictionary<string, string> NoPlanets => [];

    /// <summary>Overwrites a part of a file with noise, from a share of its length on.</summary>
    private static void Damage(string file, double at, double length = 0.0005)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        var noise = new byte[Math.Max(16, (int)(stream.Length * length))];
        new Random(1).NextBytes(noise);
        stream.Position = Math.Min((long)(stream.Length * at), stream.Length - noise.Length);
        stream.Write(noise);
    }

    private static async Task<bool> CheckAsync(string folder) =>
        (await SearchPlanetProgram.RunAsync(folder, ["index", "check"], Cancelled)).ExitCode == 0;

    private static async Task ShouldBeWholeAsync(string folder)
    {
        var check = await SearchPlanetProgram.RunAsync(folder, ["index", "check"], Cancelled);
        check.ExitCode.ShouldBe(0, check.Output + check.Errors);
        // A backup reads the archive as a whole.
        var backup = await SearchPlanetProgram.RunAsync(folder, ["archive", "backup", "whole.db"], Cancelled);
        backup.ExitCode.ShouldBe(0, backup.Errors);
    }
}
