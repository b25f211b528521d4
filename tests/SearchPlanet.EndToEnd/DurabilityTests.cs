using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>What was found once is found again, however the program ended.</summary>
public sealed class DurabilityTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_WithoutTheFeeds_FindsTheSamePosts()
    {
        using var data = new TemporaryFolder();
        List<string> before;
        Dictionary<string, string> settings;
        await using (var feeds = await FeedServer.StartWithSamplesAsync(Cancelled))
        {
            settings = Site.SettingsForSamples(feeds);
            await using var site = await Site.StartAsync(data.FullPath, settings, Cancelled);
            await SampleFacts.UntilCompleteAsync(site, Cancelled);
            before = await IdsAsync(site);
            (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);
        }

        await using var again = await Site.StartAsync(data.FullPath, settings, Cancelled);

        (await IdsAsync(again)).ShouldBe(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(100)]
    public async Task Kill_WhileFeedsAreRead_LosesNothingAndBlocksNothing(int whenThisManyAreFound)
    {
        using var data = new TemporaryFolder();
        await using var feeds = await FeedServer.StartWithSamplesAsync(Cancelled);
        var settings = Site.SettingsForSamples(feeds);
        List<string> found;
        await using (var site = await Site.StartAsync(data.FullPath, settings, Cancelled))
        {
            await site.UntilAsync(
                async () => await SampleFacts.CountAsync(site, Cancelled) >= whenThisManyAreFound, "some posts", Cancelled);
            found = await IdsAsync(site);
            await site.KillAsync(Cancelled);
        }

        await using var again = await Site.StartAsync(data.FullPath, settings, Cancelled);
        // Feeds that the dead process had leased come back only with their lease; asking for them by name does not wait.
        var everyFeed = SampleManifest.Read().Planets.SelectMany(planet => Site.SampleFeedAddresses(feeds, planet));
        var ingest = await SearchPlanetProgram.RunAsync(data.FullPath, ["ingest", .. everyFeed], Cancelled, settings);
        ingest.ExitCode.ShouldBe(0, ingest.Errors);
        await SampleFacts.UntilCompleteAsync(again, Cancelled);

        found.Except(await IdsAsync(again)).ShouldBeEmpty();
        (await again.StopAsync(Cancelled)).ShouldBe(0, again.Log);
        var check = await SearchPlanetProgram.RunAsync(data.FullPath, ["index", "check"], Cancelled);
        check.ExitCode.ShouldBe(0, check.Output + check.Errors);
    }

    private static async Task<List<string>> IdsAsync(Site site)
    {
        var ids = new List<string>();
        var next = "/api/v1/search?limit=100&sort=oldest";
        while (next is not null)
        {
            var answer = await site.GetAsync(next, Cancelled);
            ids.AddRange(answer["hits"]!.AsArray().Select(hit => (string)hit!["id"]!));
            next = (string?)answer["page"]!["next_url"];
        }

        return ids;
    }
}
