using System.Diagnostics;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class FeedProcessorTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Process_NewFeed_PostsAreInTheArchiveAndTheRecordSaysSo()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, FeedText.Rss("A Blog", "Second", "First"), ("ETag", "\"v1\""), ("Last-Modified", "Sat, 21 Nov 2026 08:00:00 GMT")));
        var feed = await _bench.SubscribeAsync("/feed");
        var report = await _bench.CheckAsync(feed);
        report.New.ShouldBe(2);
        report.Error.ShouldBeNull();
        (await _bench.PostsAsync()).Select(post => post.Title).ShouldBe(["First", "Second"], ignoreOrder: true);
        feed = await _bench.FeedAsync(feed);
        feed.Title.ShouldBe("A Blog");
        feed.SiteUrl.ShouldBe("https://blog.example/");
        feed.ETag.ShouldBe("\"v1\"");
        feed.LastStatus.ShouldBe(200);
        feed.EntryCount.ShouldBe(2);
        feed.LastSuccess.ShouldBe(_bench.Time.GetUtcNow());
        feed.NextCheck.ShouldBeGreaterThan(_bench.Time.GetUtcNow());
        feed.Flag.ShouldBeNull();
    }

    [Fact]
    public async Task Process_Unchanged_304AndNothingWritten()
    {
        _bench.Server.On("/feed", request => request.Headers.GetValueOrDefault("If-None-Match") == "\"v1\"" ? WildAnswer.Of(304) : WildAnswer.Of(200, FeedText.Rss("A Blog", "First"), ("ETag", "\"v1\"")));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        var sequence = await _bench.Archive.GetLastSequenceAsync(Cancel);
        (await _bench.CheckAsync(feed)).Outcome.ShouldBe(FetchOutcome.NotModified);
        (await _bench.Archive.GetLastSequenceAsync(Cancel)).ShouldBe(sequence);
        (await _bench.FeedAsync(feed)).ETag.ShouldBe("\"v1\"");
    }

    [Fact]
    public async Task Process_SameEntriesAgain_NoNewSequence()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, FeedText.Rss("A Blog", "First")));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        var sequence = await _bench.Archive.GetLastSequenceAsync(Cancel);
        (await _bench.CheckAsync(feed)).Unchanged.ShouldBe(1);
        (await _bench.Archive.GetLastSequenceAsync(Cancel)).ShouldBe(sequence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Process_StatedNewAddress_MovesOnlyToAFeed(bool isFeedThere)
    {
        var extra = $"<itunes:new-feed-url xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">{_bench.Server.Url("/new")}</itunes:new-feed-url>";
        _bench.Server.On("/feed", WildAnswer.Of(200, FeedText.Rss("A Blog", _bench.Time.GetUtcNow(), TimeSpan.FromHours(1), extra, "First")));
        _bench.Server.On("/new", isFeedThere ? WildAnswer.Of(200, FeedText.Rss("A Blog", "First")) : WildAnswer.Of(200, "<html><body>soon</body></html>"));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        (await _bench.FeedAsync(feed)).Url.ShouldBe(feed.Url);
        _bench.Time.Advance(_bench.Options.MoveAfter);
        await _bench.CheckAsync(feed);
        var after = await _bench.FeedAsync(feed);
        after.Url.ShouldBe(isFeedThere ? _bench.Server.Url("/new").AbsoluteUri : feed.Url);
        after.MovedSince.ShouldBe(isFeedThere ? null : _bench.Time.GetUtcNow());
    }

    [Fact]
    public async Task Process_Flapping_KeepsPostsAndComesBack()
    {
        var broken = false;
        _bench.Server.On("/feed", _ => broken ? WildAnswer.Of(500) : WildAnswer.Of(200, FeedText.Rss("A Blog", "First"), ("ETag", "\"v1\"")));
        var feed = await _bench.SubscribeAsync("/feed");
        for (var i = 0; i < 6; i++)
        {
            broken = i % 2 == 1;
            await _bench.CheckAsync(feed);
            var after = await _bench.FeedAsync(feed);
            after.ConsecutiveErrors.ShouldBe(broken ? 1 : 0);
            after.State.ShouldBe(FeedState.Active);
        }

        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData("90000")]
    [InlineData("Fri, 22 Nov 2126 13:00:00 GMT")]
    public async Task Process_429_WaitsAsTold(string retryAfter)
    {
        _bench.Server.On("/feed", WildAnswer.Of(429, ("Retry-After", retryAfter)));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        feed = await _bench.FeedAsync(feed);
        feed.LastStatus.ShouldBe(429);
        (feed.NextCheck - _bench.Time.GetUtcNow()).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(90000));
    }

    [Fact]
    public async Task Process_410_IsNeverLeasedAgain()
    {
        _bench.Server.On("/feed", WildAnswer.Of(410));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        (await _bench.FeedAsync(feed)).State.ShouldBe(FeedState.Gone);
        var now = _bench.Time.GetUtcNow().AddYears(1);
        (await _bench.Archive.LeaseDueFeedsAsync(now, now, 10, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Process_HtmlInsteadOfFeed_SaysSoAndNamesTheFeeds()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, "<!DOCTYPE html><html><head><title>Welcome</title><link rel=alternate type=application/atom+xml href=/atom.xml></head><body>We have a new site!</body></html>", ("ETag", "\"html\""), ("Content-Type", "text/html")));
        var feed = await _bench.SubscribeAsync("/feed");
        var report = await _bench.CheckAsync(feed);
        report.Candidates.ShouldHaveSingleItem().Address.ShouldBe(_bench.Server.Url("/atom.xml").AbsoluteUri);
        feed = await _bench.FeedAsync(feed);
        feed.LastError!.ShouldContain("HTML page");
        feed.LastError!.ShouldContain("/atom.xml");
        feed.ETag.ShouldBeNull();
        feed.LastSuccess.ShouldBeNull();
    }

    [Theory]
    [InlineData("bomb", FetchOutcome.ResponseTooLarge)]
    [InlineData("silence", FetchOutcome.TimedOut)]
    [InlineData("drip", FetchOutcome.TooSlow)]
    [InlineData("loop", FetchOutcome.BadRedirect)]
    [InlineData("private", FetchOutcome.Refused)]
    [InlineData("noise", FetchOutcome.Malformed)]
    public async Task Process_Hostile_IsAnErrorOfThatFeedAlone(string how, FetchOutcome outcome)
    {
        _bench.Options.HeaderTimeout = TimeSpan.FromSeconds(2);
        _bench.Options.StallTimeout = TimeSpan.FromSeconds(1);
        _bench.Server.On("/feed", how switch
        {
            "bomb" => WildAnswer.Of(200, WildAnswer.GzipBomb(40), ("Content-Encoding", "gzip")),
            "silence" => WildAnswer.Silence,
            "drip" => WildAnswer.Endless("<", TimeSpan.FromMilliseconds(50)),
            "loop" => WildAnswer.Redirect(301, "/feed"),
            "private" => WildAnswer.Redirect(301, "http://169.254.169.254/latest"),
            _ => WildAnswer.Raw("220 mail.example ESMTP\r\n"),
        });
        _bench.Server.On("/good", WildAnswer.Of(200, FeedText.Rss("Good", "First")));
        var bad = await _bench.SubscribeAsync("/feed");
        await _bench.SubscribeAsync("/good");
        var reports = await _bench.Ingestor.IngestOnceAsync(null, null, Cancel);
        reports.Count.ShouldBe(2);
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(1);
        bad = await _bench.FeedAsync(bad);
        reports.Single(report => report.Feed.Id == bad.Id).Outcome.ShouldBe(outcome);
        bad.LastError.ShouldNotBeNullOrEmpty();
        bad.ConsecutiveErrors.ShouldBe(1);
        bad.MovedTo.ShouldBeNull();
    }

    [Fact]
    public async Task Process_BrokenOffDocument_EntriesKeptAndAskedWholeNextTime()
    {
        var text = FeedText.Rss("A Blog", "Second", "First");
        var half = text[..text.IndexOf("<title>First", StringComparison.Ordinal)];
        var isWhole = false;
        _bench.Server.On("/feed", request =>
        {
            request.Headers.ContainsKey("If-None-Match").ShouldBeFalse();
            return isWhole ? WildAnswer.Of(200, text, ("ETag", "\"v1\"")) : WildAnswer.Of(200, half, ("ETag", "\"v1\""), ("Content-Length", "99999"));
        });
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        (await _bench.Archive.FindByUrlAsync("https://blog.example/second", Cancel)).ShouldNotBeNull();
        isWhole = true;
        await _bench.CheckAsync(feed);
        (await _bench.Archive.FindByUrlAsync("https://blog.example/first", Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Process_MovedForGood_AddressChangesAfterAWeek()
    {
        _bench.Server.On("/old", WildAnswer.Redirect(301, "/new")).On("/new", WildAnswer.Of(200, FeedText.Rss("A Blog", "First")));
        var feed = await _bench.SubscribeAsync("/old");
        for (var day = 0; day < 8; day++)
        {
            (await _bench.FeedAsync(feed)).Url.ShouldBe(_bench.Server.Url("/old").AbsoluteUri);
            await _bench.CheckAsync(feed);
            _bench.Time.Advance(TimeSpan.FromDays(1));
        }

        (await _bench.FeedAsync(feed)).Url.ShouldBe(_bench.Server.Url("/new").AbsoluteUri);
    }

    [Fact]
    public async Task Process_MovedToAFeedThatIsReadAlready_OneOfThemEnds()
    {
        _bench.Options.MoveAfter = TimeSpan.Zero;
        _bench.Server.On("/old", WildAnswer.Redirect(301, "/new")).On("/new", WildAnswer.Of(200, FeedText.Rss("A Blog", "First")));
        var old = await _bench.SubscribeAsync("/old");
        await _bench.SubscribeAsync("/new");
        await _bench.CheckAsync(old);
        old = await _bench.FeedAsync(old);
        old.State.ShouldBe(FeedState.Gone);
        old.LastError!.ShouldContain("/new");
    }

    [Fact]
    public async Task Process_TitleHostAndLanguageFlip_RaisesAFlag()
    {
        var text = FeedText.Rss("A Blog", "First");
        _bench.Server.On("/feed", _ => WildAnswer.Of(200, text));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        text = FeedText.Rss("Online Casino", "Win").Replace("<language>en<", "<language>ru<", StringComparison.Ordinal).Replace("blog.example/<", "casino.example/<", StringComparison.Ordinal);
        await _bench.CheckAsync(feed);
        var flag = (await _bench.FeedAsync(feed)).Flag!;
        flag.ShouldContain("title");
        flag.ShouldContain("casino.example");
        flag.ShouldContain("language");
    }

    [Fact]
    public async Task Process_PausedWhileFetching_StaysPaused()
    {
        var feed = await _bench.SubscribeAsync("/feed");
        _bench.Server.On("/feed", _ =>
        {
            _bench.Archive.SaveFeedAsync(feed with { State = FeedState.Paused }, CancellationToken.None).GetAwaiter().GetResult();
            return WildAnswer.Of(200, FeedText.Rss("A Blog", "First"));
        });
        await _bench.CheckAsync(feed);
        (await _bench.FeedAsync(feed)).State.ShouldBe(FeedState.Paused);
    }

    [Fact]
    public async Task Process_Entries_DecisionsAnswerWhy()
    {
        const string extra = "<item><description>neither title nor link</description></item>";
        _bench.Server.On("/feed", WildAnswer.Of(200, FeedText.Rss("A Blog", DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1), extra, "First")));
        var report = await _bench.CheckAsync(await _bench.SubscribeAsync("/feed"));
        report.New.ShouldBeGreaterThanOrEqualTo(1);
        var decision = (await _bench.Archive.FindDecisionsAsync("https://www.blog.example/first/", Cancel)).ShouldHaveSingleItem();
        decision.Verdict.ShouldBe(EntryVerdict.New);
        decision.PostId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Process_EntryThatWasRemoved_StaysOutAndIsSaidToBe()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, FeedText.Rss("A Blog", "First")));
        var feed = await _bench.SubscribeAsync("/feed");
        await _bench.CheckAsync(feed);
        var post = (await _bench.Archive.FindByUrlAsync("https://www.blog.example/first/", Cancel))!;
        await _bench.Archive.RemovePostAsync(post.Id, Cancel);
        await _bench.CheckAsync(feed);
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(0);
        var decision = (await _bench.Archive.FindDecisionsAsync("https://www.blog.example/first/", Cancel)).ShouldHaveSingleItem();
        (decision.Verdict, decision.Reason).ShouldBe((EntryVerdict.Filtered, "it was removed from the archive"));
    }

    [Fact]
    public async Task Process_EntryNestedBeyondReason_IsTakenInSoon()
    {
        var deep = string.Concat(Enumerable.Repeat("&lt;blockquote&gt;&lt;b&gt;&lt;p&gt;&lt;/b&gt;", 50_000));
        _bench.Server.On("/feed", WildAnswer.Of(200, $"<rss version=\"2.0\"><channel><title>Weekly news</title><item><title>Deep</title><link>https://blog.example/1</link><description>{deep}words</description></item></channel></rss>"));
        var watch = Stopwatch.StartNew();
        (await _bench.CheckAsync(await _bench.SubscribeAsync("/feed"))).New.ShouldBe(1);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Process_Cancelled_ThrowsAndWritesNothing()
    {
        _bench.Server.On("/feed", WildAnswer.Silence);
        var feed = await _bench.SubscribeAsync("/feed");
        using var cancel = new CancellationTokenSource(100);
        await Should.ThrowAsync<OperationCanceledException>(() => _bench.Processor.ProcessAsync(feed, true, cancel.Token));
        (await _bench.FeedAsync(feed)).LastFetch.ShouldBeNull();
    }

    [Fact]
    public async Task IngestOnce_AddressThatIsNone_IsAnErrorOfThatFeedAlone()
    {
        await _bench.Archive.AddFeedAsync(new FeedRecord { Id = "0", Url = "no address" }, Cancel);
        _bench.Server.On("/good", WildAnswer.Of(200, FeedText.Rss("Good", "First")));
        await _bench.SubscribeAsync("/good");
        (await _bench.Ingestor.IngestOnceAsync(null, null, Cancel)).Select(report => report.Outcome).ShouldBe([FetchOutcome.Refused, FetchOutcome.Content], ignoreOrder: true);
    }

    [Fact]
    public async Task IngestOnce_UnknownFeed_Throws() =>
        await Should.ThrowAsync<ArgumentException>(() => _bench.Ingestor.IngestOnceAsync(["https://nobody.example/"], null, Cancel));
}
