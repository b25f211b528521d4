using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class FeedBackfillTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_WordPress_ReadsEveryPageOverSeveralChecks()
    {
        const int pages = 14;
        ServeWordPress(pages, new List<string>());
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        (await _bench.FeedAsync(feed)).BackfillDone.ShouldBeFalse();
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(2 * 11);
        await _bench.CheckAsync(feed);
        (await _bench.FeedAsync(feed)).BackfillDone.ShouldBeTrue();
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(2 * pages);
        var asked = _bench.Server.Requests.Count;
        await _bench.CheckAsync(feed);
        _bench.Server.Requests.Count.ShouldBe(asked + 1);
    }

    [Fact]
    public async Task Run_PageThatFails_IsAskedForAgainNextTime()
    {
        var failing = new List<string> { "2" };
        ServeWordPress(3, failing);
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(2);
        failing.Clear();
        await _bench.CheckAsync(feed);
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(6);
        (await _bench.FeedAsync(feed)).BackfillDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Run_ServerThatIgnoresThePage_StopsSoon()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, Page("Post A", "Post B")));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        (await _bench.FeedAsync(feed)).BackfillDone.ShouldBeTrue();
        _bench.Server.Requests.Count.ShouldBe(3);
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(2);
    }

    [Fact]
    public async Task Run_ArchivesOfRfc5005_AreFollowed()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, Archive("/archive/2", "Now")))
            .On("/archive/2", WildAnswer.Of(200, Archive("/archive/1", "Then")))
            .On("/archive/1", WildAnswer.Of(200, FeedText.Rss("A Blog", "Long ago")));
        var feed = await _bench.SubscribeAsync("/feed");
        var report = await _bench.CheckAsync(feed);
        report.Older.ShouldBe(2);
        (await _bench.FeedAsync(feed)).BackfillDone.ShouldBeTrue();
        (await _bench.PostsAsync()).Select(post => post.Title).ShouldBe(["Now", "Then", "Long ago"], ignoreOrder: true);
    }

    [Fact]
    public async Task Run_ArchivesInACircleOrWithoutEnd_AreBounded()
    {
        _bench.Options.MaxBackfillPages = 5;
        var page = 0;
        _bench.Server.On("/feed", WildAnswer.Of(200, Archive("/endless", "Now")))
            .On("/endless", _ => WildAnswer.Of(200, Archive($"/endless?{++page}", $"Post {page}")));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        (await _bench.FeedAsync(feed)).BackfillDone.ShouldBeTrue();
        page.ShouldBe(5);
    }

    [Fact]
    public async Task Run_ArchiveOnAPrivateAddress_IsNotAskedFor()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, Archive("http://10.0.0.1/archive", "Now")));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        feed = await _bench.FeedAsync(feed);
        feed.BackfillDone.ShouldBeTrue();
        feed.LastError.ShouldBeNull();
    }

    private static string Page(params string[] entries) =>
        FeedText.Rss("A Blog", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1), "<generator>https://wordpress.org/?v=6.7</generator>", entries);

    private static string Archive(string previous, params string[] entries) => FeedText.Rss(
        "A Blog",
        new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
        TimeSpan.FromDays(1),
        $"<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"prev-archive\" href=\"{previous}\"/>",
        entries);

    private void ServeWordPress(int pages, List<string> failing) => _bench.Server.On("/feed", request =>
    {
        var page = request.Target.Split("paged=") is [_, var number] ? number : "1";
        return failing.Contains(page) ? WildAnswer.Of(500)
            : int.Parse(page) > pages ? WildAnswer.Of(404)
            : WildAnswer.Of(200, Page($"Post {page} a", $"Post {page} b"));
    });
}
