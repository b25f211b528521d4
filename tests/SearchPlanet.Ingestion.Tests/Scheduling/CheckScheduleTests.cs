using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Scheduling;
using FeedSchedule = SearchPlanet.Feeds.FeedSchedule;

namespace SearchPlanet.Ingestion.Tests.Scheduling;

public sealed class CheckScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero); // a Saturday
    private static readonly Uri Address = new("http://blog.example/feed");

    private readonly CheckSchedule _schedule = new(new IngestionOptions(), new Random(1));

    [Theory]
    [InlineData(0.5, 0.25)] // every half hour: not more often than the minimum
    [InlineData(4, 1)]
    [InlineData(24, 6)]
    [InlineData(24 * 30, 24)]
    public void After_Content_FollowsRhythm(double hoursBetweenPosts, double hoursToCheck)
    {
        var feed = After(Content(), Posting(TimeSpan.FromHours(hoursBetweenPosts)));
        Wait(feed).ShouldBeInRange(TimeSpan.FromHours(hoursToCheck), TimeSpan.FromHours(hoursToCheck * 1.1));
        feed.EntryCount.ShouldBe(10);
        feed.LastSuccess.ShouldBe(Now);
        feed.ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public void After_NotModified_SilenceSlowsDown()
    {
        var feed = After(Content(), Posting(TimeSpan.FromHours(4)));
        var later = Now.AddDays(3);
        var silent = _schedule.After(feed, Result(FetchOutcome.NotModified, 304), null, later);
        (silent.NextCheck - later).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(18));
        silent.ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public void After_UndatedEntries_EveryTwoHours() =>
        Wait(After(Content(), new Feed { Items = [new FeedItem(), new FeedItem()] })).ShouldBeInRange(TimeSpan.FromHours(2), TimeSpan.FromHours(2.2));

    [Fact]
    public void After_FutureEntries_DoNotCountAsNews()
    {
        var feed = After(Content(), new Feed { Items = [new FeedItem { Published = Now.AddYears(3) }, new FeedItem { Published = Now.AddDays(-1) }] });
        feed.NewestEntry.ShouldBe(Now.AddDays(-1));
    }

    [Fact]
    public void After_ServerWithoutValidators_AtMostEveryFourHours() =>
        Wait(After(Content() with { Headers = new Dictionary<string, string>() }, Posting(TimeSpan.FromHours(1)))).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(4));

    [Fact]
    public void After_MaxAge_IsAFloor() =>
        Wait(After(Content() with { Freshness = TimeSpan.FromDays(2) }, Posting(TimeSpan.FromHours(1)))).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(2));

    /// <summary>A check planned for more than a month ahead would count as a fast clock's, and be due at once.</summary>
    [Fact]
    public void After_OperatorsIntervalOfMonths_IsAWeek()
    {
        var schedule = new CheckSchedule(new IngestionOptions { MaxInterval = TimeSpan.FromDays(60) }, new Random(1));
        var feed = schedule.After(new FeedRecord { Id = "f", Url = Address.AbsoluteUri }, Content(), Posting(TimeSpan.FromDays(400)), Now);
        Wait(feed).ShouldBeInRange(TimeSpan.FromDays(7), TimeSpan.FromDays(7.7));
    }

    [Fact]
    public void After_MaxAgeOfAYear_IsTakenForAMistake() =>
        Wait(After(Content() with { Freshness = TimeSpan.FromDays(365) }, Posting(TimeSpan.FromHours(1)))).ShouldBeLessThan(TimeSpan.FromDays(8));

    [Fact]
    public void After_TtlAndUpdatePeriod_AreFloorsAlsoForLater304s()
    {
        var document = Posting(TimeSpan.FromHours(1)) with { Schedule = new FeedSchedule { TimeToLive = TimeSpan.FromHours(3), UpdateInterval = TimeSpan.FromHours(5) } };
        var feed = After(Content(), document);
        Wait(feed).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(5));
        Wait(_schedule.After(feed, Result(FetchOutcome.NotModified, 304), null, Now)).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(5));
    }

    [Fact]
    public void After_SkipHoursAndDays_AreAvoided()
    {
        var document = Posting(TimeSpan.FromHours(4)) with { Schedule = new FeedSchedule { SkipHours = [13, 14], SkipDays = [DayOfWeek.Sunday] } };
        After(Content(), document).NextCheck.ShouldBeInRange(Now.AddHours(3), Now.AddHours(4));
        var wholeDay = Posting(TimeSpan.FromHours(4)) with { Schedule = new FeedSchedule { SkipDays = [DayOfWeek.Saturday, DayOfWeek.Sunday] } };
        After(Content(), wholeDay).NextCheck.ShouldBeInRange(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void After_EveryHourSkipped_IsTakenForAMistake()
    {
        var document = Posting(TimeSpan.FromHours(4)) with { Schedule = new FeedSchedule { SkipHours = [.. Enumerable.Range(0, 24)] } };
        Wait(After(Content(), document)).ShouldBeLessThan(TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData(FetchOutcome.Unreachable, 0.5)]
    [InlineData(FetchOutcome.TimedOut, 0.5)]
    [InlineData(FetchOutcome.HttpError, 0.5)]
    [InlineData(FetchOutcome.ResponseTooLarge, 0.5)]
    [InlineData(FetchOutcome.NotFound, 6)]
    [InlineData(FetchOutcome.Denied, 6)]
    [InlineData(FetchOutcome.Throttled, 4)]
    public void After_Failures_WaitDoublesUpToADayOrWeek(FetchOutcome outcome, double firstHours)
    {
        var feed = Feed();
        var waits = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            feed = _schedule.After(feed, Result(outcome), null, Now);
            waits.Add(Wait(feed).TotalHours);
        }

        waits[0].ShouldBeInRange(firstHours, firstHours * 1.1);
        waits[1].ShouldBeInRange(firstHours * 2, firstHours * 2.2);
        waits[13].ShouldBeLessThan(24 * 7 * 1.11);
        waits[^1].ShouldBeInRange(24 * 7, 24 * 7 * 1.11);
        feed.ConsecutiveErrors.ShouldBe(20);
        feed.State.ShouldBe(FeedState.Active);
        feed.LastError.ShouldNotBeNull();
    }

    [Fact]
    public void After_HalfAYearOfFailures_Gone()
    {
        var feed = Feed();
        var now = Now;
        while (feed.State == FeedState.Active)
        {
            feed = _schedule.After(feed, Result(FetchOutcome.NotFound, 404), null, now);
            now = feed.NextCheck;
        }

        (now - Now).TotalDays.ShouldBeInRange(150, 320);
    }

    [Fact]
    public void After_SuccessAfterFailures_StartsAfresh()
    {
        var feed = _schedule.After(Feed(), Result(FetchOutcome.Unreachable), null, Now);
        feed = _schedule.After(feed, Content(), Posting(TimeSpan.FromHours(4)), Now);
        feed.ConsecutiveErrors.ShouldBe(0);
        feed.LastError.ShouldBeNull();
    }

    [Theory]
    [InlineData(FetchOutcome.Throttled)]
    [InlineData(FetchOutcome.Denied)]
    public void After_RetryAfter_WaitsAsTold(FetchOutcome outcome)
    {
        Wait(After(Result(outcome) with { RetryAfter = TimeSpan.FromHours(30) })).ShouldBeInRange(TimeSpan.FromHours(30), TimeSpan.FromHours(33));
        Wait(After(Result(outcome) with { RetryAfter = TimeSpan.FromSeconds(1) })).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(15));
        Wait(After(Result(outcome) with { RetryAfter = TimeSpan.FromHours(1), Freshness = TimeSpan.FromHours(9) })).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(9));
    }

    [Fact]
    public void After_410_Gone() => After(Result(FetchOutcome.Gone, 410)).State.ShouldBe(FeedState.Gone);

    [Fact]
    public void After_ContentThatIsNoFeed_AnErrorThatKeepsNoValidators()
    {
        var feed = After(Content());
        feed.ETag.ShouldBeNull();
        feed.LastError.ShouldNotBeNull();
        feed.ConsecutiveErrors.ShouldBe(1);
    }

    [Fact]
    public void After_PermanentRedirect_MovesOnlyAfterDaysOfAgreement()
    {
        var moved = Content() with { PermanentUrl = new Uri("https://new.example/feed") };
        var document = Posting(TimeSpan.FromDays(1));
        var feed = _schedule.After(Feed(), moved, document, Now);
        feed.Url.ShouldBe(Address.AbsoluteUri);
        feed.MovedTo.ShouldBe("https://new.example/feed");
        feed = _schedule.After(feed, moved with { Outcome = FetchOutcome.NotModified }, null, Now.AddDays(6.9));
        feed.Url.ShouldBe(Address.AbsoluteUri);
        feed = _schedule.After(feed, Result(FetchOutcome.TimedOut), null, Now.AddDays(6.95));
        feed = _schedule.After(feed, moved, document, Now.AddDays(7));
        feed.Url.ShouldBe("https://new.example/feed");
        feed.MovedTo.ShouldBeNull();
    }

    [Fact]
    public void After_DocumentStatesANewAddress_MovesAfterDaysOfAgreementThrough304s()
    {
        var document = Posting(TimeSpan.FromDays(1)) with { NewAddress = "https://new.example/feed" };
        var feed = _schedule.After(Feed(), Content(), document, Now);
        feed.MovedTo.ShouldBe("https://new.example/feed");
        feed = _schedule.After(feed, Result(FetchOutcome.NotModified, 304), null, Now.AddDays(3));
        feed.MovedSince.ShouldBe(Now);
        _schedule.After(feed, Content(), Posting(TimeSpan.FromDays(1)), Now.AddDays(4)).MovedTo.ShouldBeNull();
        _schedule.After(feed, Result(FetchOutcome.NotModified, 304), null, Now.AddDays(7)).Url.ShouldBe("https://new.example/feed");
    }

    [Fact]
    public void After_PermanentRedirectThatStopsOrTurns_CountsAgain()
    {
        var document = Posting(TimeSpan.FromDays(1));
        var feed = _schedule.After(Feed(), Content() with { PermanentUrl = new Uri("https://hijack.example/") }, document, Now);
        _schedule.After(feed, Result(FetchOutcome.NotModified, 304), null, Now.AddDays(1)).MovedTo.ShouldBeNull();
        feed = _schedule.After(feed, Content() with { PermanentUrl = new Uri("https://other.example/") }, document, Now.AddDays(8));
        feed.Url.ShouldBe(Address.AbsoluteUri);
        feed.MovedSince.ShouldBe(Now.AddDays(8));
    }

    [Fact]
    public void After_PermanentRedirectToHttpsOfTheSame_MovesAtOnce() =>
        After(Content() with { PermanentUrl = new Uri("https://blog.example/feed") }, Posting(TimeSpan.FromDays(1))).Url.ShouldBe("https://blog.example/feed");

    [Theory]
    [InlineData("https://www.blog.example/feed")]
    [InlineData("https://blog.example/feed/")]
    [InlineData("https://blog.example:8443/feed")]
    public void After_PermanentRedirectToHttpsOfAnother_Waits(string target) =>
        After(Content() with { PermanentUrl = new Uri(target) }, Posting(TimeSpan.FromDays(1))).MovedTo.ShouldBe(target);

    [Fact]
    public void After_PermanentRedirectToPlainHttp_IsNeverKept()
    {
        var feed = Feed() with { Url = "https://blog.example/feed" };
        _schedule.After(feed, Content() with { PermanentUrl = new Uri("http://blog.example/feed") }, Posting(TimeSpan.FromDays(1)), Now).MovedTo.ShouldBeNull();
    }

    private static FeedRecord Feed() => new() { Id = "0123456789abcdef", Url = Address.AbsoluteUri };

    private static Feed Posting(TimeSpan every) => new() { Items = [.. Enumerable.Range(0, 10).Select(i => new FeedItem { Published = Now - (every * i) })] };

    private static FetchResult Result(FetchOutcome outcome, int? status = null) => new() { Outcome = outcome, Url = Address, Hops = [Address], Status = status };

    private static FetchResult Content() => Result(FetchOutcome.Content, 200) with { Headers = new Dictionary<string, string> { ["etag"] = "\"1\"" } };

    private static TimeSpan Wait(FeedRecord feed) => feed.NextCheck - Now;

    private FeedRecord After(FetchResult result, Feed? document = null) => _schedule.After(Feed(), result, document, Now);
}
