using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace SearchPlanet.EndToEnd;

/// <summary>The site before anything is there, and when a feed does not answer.</summary>
public sealed class EmptyAndFailingTests(Chromium chromium)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/search?q=django")]
    [InlineData("/search")]
    public async Task EmptyIndex_Page_SaysThatNothingIsThereYet(string path)
    {
        using var data = new TemporaryFolder();
        await using var feeds = await FeedServer.StartAsync(Cancelled);
        await using var site = await Site.StartAsync(data.FullPath, Site.SettingsFor(feeds, Planets(feeds.AddressOf("absent.xml"))), Cancelled);
        await using var reader = await Reader.ComeAsync(chromium.Browser, site.Address);

        var answer = await reader.Page.GotoAsync(path);

        answer!.Status.ShouldBe(200);
        (await reader.Page.Locator("main").InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
        await Expect(reader.Page.GetByLabel("Search posts")).ToBeVisibleAsync();
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task FailingFeed_BesideAHealthyOne_KeepsItsPostsAndSaysWhatIsWrong()
    {
        using var data = new TemporaryFolder();
        await using var feeds = await FeedServer.StartWithSamplesAsync(Cancelled);
        var settings = Site.SettingsFor(feeds, Planets(feeds.AddressOf("twisted/planet.json")));
        await using var site = await Site.StartAsync(data.FullPath, settings, Cancelled);
        await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 11, "the posts", Cancelled);

        feeds.Fail("twisted/planet.json", 503);
        var ingest = await SearchPlanetProgram.RunAsync(data.FullPath, ["ingest", feeds.AddressOf("twisted/planet.json")], Cancelled, settings);

        (ingest.Output + ingest.Errors).ShouldContain("503");
        (await site.CountAsync("", Cancelled)).ShouldBe(11);
        await using var reader = await Reader.ComeAsync(chromium.Browser, site.Address);
        await reader.GoAsync("/status");
        await Expect(reader.Page.Locator("main")).ToContainTextAsync("503");
    }

    private static IEnumerable<(string, string, IReadOnlyList<string>)> Planets(string feed) => [("python", "Python", [feed])];
}
