using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>
/// The program as the container and the unit run it: as nobody, without capabilities, on a root that is read-only but for the data folder; here by
/// a mount namespace, since containers need an engine. Needs the right to make one: without it the test is skipped.
/// </summary>
public sealed class ConfinementTests
{
    private const string User = "1654";

    private const string Confine =
        "mount --make-rprivate / && mount --bind \"$DATA\" \"$DATA\" && mount -o remount,bind,ro / && cd \"$DATA\" && exec setpriv --reuid=1654 --regid=1654 "
        + "--clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all env HOME=/nonexistent DOTNET_EnableDiagnostics=0 \"$@\"";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_AsNobodyOnAReadOnlyRoot_FetchesIndexesAndSearches()
    {
        if (!SystemCommand.Succeeds("unshare", "-m", "/bin/sh", "-c", "mount --make-rprivate / && mount -o remount,bind,ro / && setpriv --reuid=1654 --clear-groups --regid=1654 true"))
        {
            Assert.Skip("A read-only root needs the right to make a mount namespace.");
        }

        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 20, Cancelled);
        SystemCommand.Succeeds("chown", "-R", $"{User}:{User}", data.FullPath).ShouldBeTrue();
        await using var feeds = await FeedServer.StartAsync(Cancelled);
        var settings = Site.SettingsFor(feeds, [("python", "Python", [feeds.Put("feed.xml", NumberedPosts.Feed(21, 30), "application/rss+xml")])]);
        settings["DATA"] = data.FullPath;

        await using var site = await Site.StartInShellAsync(data.FullPath, settings, ["unshare", "-m", "/bin/sh", "-c", Confine, "sh"], Cancelled);

        await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 30, "what is fetched", Cancelled);
        site.Log.ShouldNotContain("ERR");
        (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);
        Directory.GetFiles(data.File("index")).ShouldNotBeEmpty();
    }
}
