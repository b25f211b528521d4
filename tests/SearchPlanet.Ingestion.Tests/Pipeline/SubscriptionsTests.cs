using Microsoft.Extensions.Logging.Abstractions;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Pipeline;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class SubscriptionsTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Seed_Planets_RiversAndMembersAreTold()
    {
        var planets = new[]
        {
            new PlanetSubscription("python", "https://planetpython.org/", ["https://planetpython.org/rss20.xml", "https://blog.example/feed"]),
            new PlanetSubscription("plone", "https://planet.plone.org/rss20.xml", ["https://member.example/rss"]),
        };
        var subscriptions = Create();
        (await subscriptions.SeedAsync(planets, Cancel)).ShouldBe(4);
        (await subscriptions.SeedAsync(planets, Cancel)).ShouldBe(0);
        var feeds = await _bench.Archive.ListFeedsAsync(Cancel);
        feeds.ToDictionary(feed => feed.Url, feed => (feed.Planet, feed.IsPlanet)).ShouldBe(
            new Dictionary<string, (string?, bool)>
            {
                ["https://planetpython.org/rss20.xml"] = ("python", true),
                ["https://blog.example/feed"] = ("python", false),
                ["https://planet.plone.org/rss20.xml"] = ("plone", true),
                ["https://member.example/rss"] = ("plone", false),
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Seed_FeedThatIsPausedOrHasMoved_StaysAsItIs()
    {
        var planets = new[] { new PlanetSubscription("python", null, ["https://blog.example/feed"]) };
        var subscriptions = Create();
        await subscriptions.SeedAsync(planets, Cancel);
        var feed = (await _bench.Archive.ListFeedsAsync(Cancel)).Single();
        await _bench.Archive.SaveFeedAsync(feed with { State = FeedState.Paused, Url = "https://new.example/feed" }, Cancel);
        (await subscriptions.SeedAsync(planets, Cancel)).ShouldBe(0);
        (await _bench.Archive.ListFeedsAsync(Cancel)).ShouldHaveSingleItem().State.ShouldBe(FeedState.Paused);
    }

    [Fact]
    public async Task Seed_ListOnTheNetwork_IsFetchedAndItsAbsenceSurvived()
    {
        _bench.Server.On("/list.opml", WildAnswer.Of(200, "<opml version=\"2.0\"><body><outline text=\"A\" xmlUrl=\"https://a.example/feed\"/><outline text=\"B\" xmlUrl=\"file:///etc/passwd\"/></body></opml>"));
        var subscriptions = Create();
        (await subscriptions.SeedAsync([new PlanetSubscription("wild", null, [], _bench.Server.Url("/list.opml").AbsoluteUri)], Cancel)).ShouldBe(1);
        (await subscriptions.SeedAsync([new PlanetSubscription("wild", null, [], _bench.Server.Url("/missing.opml").AbsoluteUri)], Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Seed_AddressThatIsNone_IsNamed() =>
        (await Should.ThrowAsync<InvalidDataException>(() => Create().SeedAsync([new PlanetSubscription("wild", null, ["blog.example/feed"])], Cancel))).Message.ShouldContain("blog.example/feed");

    private Subscriptions Create() => new(_bench.Archive, _bench.Documents, _bench.Time, NullLogger<Subscriptions>.Instance);
}
