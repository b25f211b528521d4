using SearchPlanet.Posts;

namespace SearchPlanet.Archive.Tests;

/// <summary>What every archive does, whatever database holds it.</summary>
public abstract partial class ArchiveTests : IAsyncLifetime
{
    private IArchive? _archive;

    private protected SettableTime Time { get; } = new();

    private protected IArchive Archive => _archive ?? throw new InvalidOperationException("Not open.");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _archive = await OpenAsync();
        await _archive.MigrateAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (_archive is not null)
        {
            await _archive.DisposeAsync();
        }

        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Upsert_NewPost_ReadsBackEqual()
    {
        var incoming = TestPosts.Post(1) with
        {
            Updated = new DateTimeOffset(2025, 2, 1, 0, 0, 0, TimeSpan.Zero),
            Language = "pt-BR",
            Kind = PostKind.Release,
            IsExcerpt = true,
        };

        var result = await UpsertAsync(incoming);

        result.Kind.ShouldBe(UpsertKind.New);
        var post = (await Archive.GetPostAsync(result.PostId, Cancelled)).ShouldNotBeNull();
        post.ShouldBeEquivalentTo(new Post
        {
            Id = result.PostId,
            Url = "https://blog.example/1/",
            Title = incoming.Title,
            Authors = post.Authors,
            Tags = post.Tags,
            Published = incoming.Published,
            Updated = incoming.Updated,
            FirstSeen = Time.Now,
            DateConfidence = DateConfidence.Feed,
            Kind = PostKind.Release,
            Language = "pt-br",
            Sources = post.Sources,
            Html = incoming.Html,
            IsExcerpt = true,
        });
        post.Authors.ShouldBe(["Ada"]);
        post.Tags.ShouldBe(["django-orm", "python-3"]);
        post.Sources.ShouldBe([incoming.Source]);
    }

    [Fact]
    public async Task ListHistories_OpenedAndWrittenAgainAndAgain_IsOneFromTheStart()
    {
        await UpsertAsync(TestPosts.Post(1));
        var first = await Archive.ListHistoriesAsync(Cancelled);
        await Archive.MigrateAsync(Cancelled);
        await UpsertAsync(TestPosts.Post(2));

        first.ShouldHaveSingleItem().Since.ShouldBe(0);
        (await Archive.ListHistoriesAsync(Cancelled)).ShouldBe(first);
    }

    [Fact]
    public async Task Upsert_SameAgain_TakesNoSequenceNumber()
    {
        var first = await UpsertAsync(TestPosts.Post(1));
        var again = await UpsertAsync(TestPosts.Post(1));

        again.ShouldBe(first with { Kind = UpsertKind.Unchanged });
        (await Archive.GetLastSequenceAsync(Cancelled)).ShouldBe(first.Sequence);
    }

    [Fact]
    public async Task Upsert_ChangedTitle_TakesTheNextNumber()
    {
        var first = await UpsertAsync(TestPosts.Post(1));
        await UpsertAsync(TestPosts.Post(2));

        var changed = await UpsertAsync(TestPosts.Post(1) with { Title = "A better title" });

        changed.Kind.ShouldBe(UpsertKind.Changed);
        changed.PostId.ShouldBe(first.PostId);
        (await ChangesAsync()).Select(c => (c.PostId == first.PostId, c.Post!.Title))
            .ShouldBe([(false, "Post 2 of the series"), (true, "A better title")]);
    }

    [Fact]
    public async Task Upsert_ByPlanetAndByBlog_IsOnePostWithTwoSources()
    {
        var byPlanet = await UpsertAsync(TestPosts.Post(1) with
        {
            Url = "http://www.blog.example/1?utm_source=planet#top",
            Source = TestPosts.Planet(),
            Authors = ["Somebody else's spelling"],
            Html = "<p>Only the beginning…</p>",
            IsExcerpt = true,
        });
        var byBlog = await UpsertAsync(TestPosts.Post(1));

        byBlog.Kind.ShouldBe(UpsertKind.Duplicate);
        byBlog.PostId.ShouldBe(byPlanet.PostId);
        byBlog.Sequence.ShouldBeGreaterThan(byPlanet.Sequence);
        var post = (await Archive.GetPostAsync(byPlanet.PostId, Cancelled))!;
        post.Sources.Select(s => s.Planet).ShouldBe([null, "django"]);
        post.Authors.ShouldBe(["Ada"]);
        post.IsExcerpt.ShouldBeFalse();
        post.Url.ShouldBe("https://blog.example/1/");
    }

    [Fact]
    public async Task Upsert_PlanetAfterBlog_DoesNotTouchTheBlogsWord()
    {
        var byBlog = await UpsertAsync(TestPosts.Post(1));

        await UpsertAsync(TestPosts.Post(1, TestPosts.Planet()) with { Title = "Blog: Post 1 of the series", Html = "<p>cut…</p>", IsExcerpt = true });

        var post = (await Archive.GetPostAsync(byBlog.PostId, Cancelled))!;
        post.Title.ShouldBe("Post 1 of the series");
        post.Html.ShouldBe(TestPosts.Post(1).Html);
        post.Sources.Count.ShouldBe(2);
        (await UpsertAsync(TestPosts.Post(1))).Kind.ShouldBe(UpsertKind.Unchanged);
    }

    [Fact]
    public async Task Upsert_WholeTextFromPlanet_ReplacesTheBlogsExcerptOnce()
    {
        var excerpt = TestPosts.Post(1) with { Html = "<p>query model…</p>", IsExcerpt = true };
        var id = (await UpsertAsync(excerpt)).PostId;

        await UpsertAsync(TestPosts.Post(1, TestPosts.Planet()));
        var again = await UpsertAsync(excerpt with { Tags = ["new"] });

        again.Kind.ShouldBe(UpsertKind.Changed);
        var post = (await Archive.GetPostAsync(id, Cancelled))!;
        post.Html.ShouldBe(TestPosts.Post(1).Html);
        post.IsExcerpt.ShouldBeFalse();
        post.Tags.ShouldBe(["new"]);
    }

    [Fact]
    public async Task Upsert_TwinsWithoutLinks_AreOneByTitleAuthorAndText()
    {
        var byPlanet = await UpsertAsync(TestPosts.Post(1, TestPosts.Planet(host: "")) with { Url = null, Title = "Ada: Post 1 of the series", Authors = [] });
        var byBlog = await UpsertAsync(TestPosts.Post(1) with { Html = null, Text = TestPosts.Words(1, 120) });

        byBlog.ShouldBe(new UpsertResult(UpsertKind.Duplicate, byPlanet.PostId, byPlanet.Sequence + 1));
    }

    [Fact]
    public async Task Upsert_SamePostOnAnotherSiteDaysLater_IsOnePost()
    {
        var post = TestPosts.Post(1);
        var byBlog = await UpsertAsync(post);

        var syndicated = await UpsertAsync(post with
        {
            Url = "https://syndicate.example/@ada/post-1-4e1b",
            Published = post.Published + TimeSpan.FromDays(3),
            Source = new PostSource("syndicate.example", post.Authors[0], "python", "4e1b", "https://syndicate.example/@ada/post-1-4e1b", "https://planet.example/rss"),
        });

        syndicated.PostId.ShouldBe(byBlog.PostId);
    }

    [Fact]
    public async Task Upsert_SharedPassages_StaysTwoAndLinksTheLaterToTheEarlier()
    {
        // The later one comes in first, as rivers of news give them.
        var shared = TestPosts.Words(7, 300);
        var later = TestPosts.Post(2) with { Title = "A migration tale, better told", Html = $"<p>{TestPosts.Words(2, 100)}</p><p>{shared}</p>" };
        var earlier = TestPosts.Post(1) with { Title = "A migration tale", Html = $"<p>{TestPosts.Words(1, 100)}</p><p>{shared}</p>" };

        var results = await Archive.UpsertAsync([later, earlier], Cancelled);

        results.ShouldAllBe(r => r.Kind == UpsertKind.New);
        (await Archive.GetPostAsync(results[0].PostId, Cancelled))!.EarlierVersion.ShouldBe(results[1].PostId);
        (await Archive.GetPostAsync(results[1].PostId, Cancelled))!.EarlierVersion.ShouldBeNull();
    }

    [Fact]
    public async Task Upsert_TwoEntriesOfOneFeedWithOneLink_StayTwo()
    {
        var results = await Archive.UpsertAsync(
            [
                TestPosts.Post(1) with { Url = "https://blog.example/links/" },
                TestPosts.Post(2) with { Url = "https://blog.example/links/" },
            ],
            Cancelled);

        results.ShouldAllBe(r => r.Kind == UpsertKind.New);
    }

    [Fact]
    public async Task Upsert_TwoPlacesOfOnePage_StayTwo()
    {
        var posts = ((string[])["https://blog.example/diary#monday", "https://blog.example/diary#tuesday"])
            .Select((url, n) => TestPosts.Post(n, TestPosts.Blog() with { Url = url }) with { Url = url })
            .ToList();

        (await Archive.UpsertAsync(posts, Cancelled)).ShouldAllBe(r => r.Kind == UpsertKind.New);
        (await Archive.UpsertAsync(posts, Cancelled)).ShouldAllBe(r => r.Kind == UpsertKind.Unchanged);
    }

    [Fact]
    public async Task Upsert_NewsletterKnownUnderAnotherId_TakesItsLinksAlong()
    {
        var letter = TestPosts.Post(1) with { Kind = PostKind.Newsletter, Html = "<p><a href='https://one.example/x'>One</a> is worth the while of reading it.</p>" };
        var known = await UpsertAsync(letter with { Id = "known-id" });

        var results = await Archive.UpsertAsync([letter with { Title = "Changed a little" }, .. NewsletterLinks.Of(letter)], Cancelled);

        results.Select(r => r.Kind).ShouldBe([UpsertKind.Changed, UpsertKind.New]);
        (await Archive.GetPostAsync(results[1].PostId, Cancelled))!.PartOf.ShouldBe(known.PostId);
    }

    [Fact]
    public async Task Upsert_TwoBlogsCommentOnOnePage_StayTwo()
    {
        var results = await Archive.UpsertAsync(
            [
                TestPosts.Post(1, TestPosts.Blog("one.example")) with { Url = "https://news.example/story", Kind = PostKind.Link },
                TestPosts.Post(2, TestPosts.Blog("two.example")) with { Url = "https://news.example/story", Kind = PostKind.Link, Authors = ["Bob"] },
            ],
            Cancelled);

        results.ShouldAllBe(r => r.Kind == UpsertKind.New);
    }

    [Fact]
    public async Task Upsert_SlugRenamed_IsKnownByItsGuid()
    {
        var first = await UpsertAsync(TestPosts.Post(1));
        var renamed = await UpsertAsync(TestPosts.Post(1) with { Url = "https://blog.example/renamed/" });

        renamed.PostId.ShouldBe(first.PostId);
        (await Archive.FindByUrlAsync("http://blog.example/renamed", Cancelled))!.Url.ShouldBe("https://blog.example/renamed/");
        (await Archive.FindByUrlAsync("https://www.blog.example/1?utm_medium=rss", Cancelled))!.Id.ShouldBe(first.PostId);
    }

    [Fact]
    public async Task Upsert_Dates_AreKeptHonest()
    {
        var published = TestPosts.Post(1).Published!.Value;
        var results = await Archive.UpsertAsync(
            [
                TestPosts.Post(1),
                TestPosts.Post(2) with { Published = Time.Now.AddYears(1) },
                TestPosts.Post(3) with { Published = null },
                TestPosts.Post(4) with { Published = null, SeenAppearing = true },
                TestPosts.Post(5) with { Published = DateTimeOffset.UnixEpoch },
            ],
            Cancelled);
        var seen = Time.Now;
        Time.Now = seen.AddDays(1);
        await UpsertAsync(TestPosts.Post(1) with { Published = published.AddDays(3), Updated = published.AddDays(4) });

        var dates = new List<(DateTimeOffset?, DateConfidence)>();
        foreach (var result in results)
        {
            var post = (await Archive.GetPostAsync(result.PostId, Cancelled))!;
            post.FirstSeen.ShouldBe(seen);
            dates.Add((post.Published, post.DateConfidence));
        }

        dates.ShouldBe(
        [
            (published, DateConfidence.Feed),
            (seen, DateConfidence.FirstSeen),
            (null, DateConfidence.Unknown),
            (seen, DateConfidence.FirstSeen),
            (null, DateConfidence.Unknown),
        ]);
    }

    [Fact]
    public async Task Upsert_TextNoDatabaseHolds_IsCleanedAlike()
    {
        var result = await UpsertAsync(TestPosts.Post(1) with { Title = "nul \0 and half \ud83d pair", Html = null, Text = "a\0b" });

        var post = (await Archive.GetPostAsync(result.PostId, Cancelled))!;
        post.Title.ShouldBe("nul  and half \ufffd pair");
        post.Text.ShouldBe("ab");
    }

    [Fact]
    public async Task Upsert_WithoutTitle_IsRefusedAndNothingOfTheBatchStays()
    {
        await Should.ThrowAsync<Exception>(() => Archive.UpsertAsync([TestPosts.Post(1), TestPosts.Post(2) with { Title = " " }], Cancelled));

        (await Archive.CountPostsAsync(Cancelled)).ShouldBe(0);
    }

    [Fact]
    public async Task Upsert_RandomTellings_AgreesWithADictionary()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var expected = new Dictionary<int, HashSet<PostSource>>();
        var titles = new Dictionary<int, string>();
        for (var round = 0; round < 15; round++)
        {
            var batch = new List<IncomingPost>();
            for (var n = random.Next(1, 12); n > 0; n--)
            {
                var number = random.Next(25);
                var source = random.Next(3) switch
                {
                    0 => TestPosts.Blog(guid: $"guid {number}"),
                    1 => TestPosts.Planet("django"),
                    _ => TestPosts.Planet("python"),
                };
                var spelling = random.Next(3) switch { 0 => "https://blog.example/{0}/", 1 => "http://www.blog.example/{0}?utm_source=x", _ => "https://blog.example/{0}#top" };
                var post = TestPosts.Post(number, source) with { Url = spelling.Replace("{0}", number.ToString(), StringComparison.Ordinal), Title = $"Post {number}, edition {random.Next(3)}" };
                batch.Add(post);
                if (!expected.TryGetValue(number, out var sources))
                {
                    expected.Add(number, sources = []);
                }

                // The blog has the last word on the title; a planet only until the blog has spoken.
                if (source.Planet is null || sources.Count == 0 || (sources.First() == source && sources.All(s => s.Planet is not null)))
                {
                    titles[number] = post.Title;
                }

                sources.Add(source);
            }

            await Archive.UpsertAsync(batch, Cancelled);
        }

        var posts = (await ChangesAsync()).ConvertAll(c => c.Post!);
        posts.Count.ShouldBe(expected.Count, $"seed {seed}");
        foreach (var post in posts)
        {
            var number = int.Parse(new Uri(post.Url!).Segments[1].TrimEnd('/'));
            post.Sources.ShouldBe(expected[number], ignoreOrder: true, $"seed {seed}");
            post.Title.ShouldBe(titles[number], $"seed {seed}");
        }
    }

    [Fact]
    public async Task Upsert_ManyAtOnceFromManyWriters_TakesEachPostOnceAndNumbersWithoutRepeats()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var batch = 0; batch < 5; batch++)
                {
                    await Archive.UpsertAsync(Enumerable.Range(batch * 20, 40).Select(n => TestPosts.Post(n, TestPosts.Blog(guid: $"{writer}-{n}"))).ToList(), Cancelled);
                }
            },
            Cancelled)));

        (await Archive.CountPostsAsync(Cancelled)).ShouldBe(120);
        var sequences = (await ChangesAsync()).ConvertAll(c => c.Sequence);
        sequences.ShouldBe(sequences.Distinct().Order());
    }

    [Fact]
    public async Task ReadChanges_WhileWritersCommit_SkipsNone()
    {
        using var done = new CancellationTokenSource();
        var writers = Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
            async () =>
            {
                for (var n = 0; n < 30; n++)
                {
                    await UpsertAsync(TestPosts.Post((writer * 1000) + n));
                }
            },
            Cancelled)));
        var ended = writers.ContinueWith(_ => done.CancelAsync(), TaskScheduler.Default).Unwrap();

        var seen = new HashSet<string>(StringComparer.Ordinal);
        long after = 0;
        for (var last = false; !last;)
        {
            last = done.IsCancellationRequested;
            await foreach (var change in Archive.ReadChangesAsync(after, 1000, Cancelled))
            {
                change.Sequence.ShouldBeGreaterThan(after);
                after = change.Sequence;
                seen.Add(change.PostId);
            }
        }

        await ended;
        await writers;
        seen.Count.ShouldBe(180);
    }

    [Fact]
    public async Task ReadChanges_LimitAndPages_GiveAllInOrder()
    {
        await Archive.UpsertAsync(Enumerable.Range(0, 700).Select(n => TestPosts.Post(n)).ToList(), Cancelled);

        (await ChangesAsync(0, 300)).Count.ShouldBe(300);
        var rest = await ChangesAsync(300, 10_000);
        rest.Count.ShouldBe(400);
        rest.ShouldAllBe(c => c.Sequence > 300 && c.Post!.Sources.Count == 1);
    }

    [Fact]
    public async Task RemovePost_ErasesItsTextAndKeepsItOut()
    {
        var first = await UpsertAsync(TestPosts.Post(1));

        (await Archive.IsRemovedAsync(TestPosts.Post(1).Url!, Cancelled)).ShouldBeFalse();
        (await Archive.RemovePostAsync(first.PostId, Cancelled)).ShouldBeTrue();
        (await Archive.RemovePostAsync(first.PostId, Cancelled)).ShouldBeFalse();
        (await Archive.IsRemovedAsync(TestPosts.Post(1).Url!, Cancelled)).ShouldBeTrue();
        (await Archive.IsRemovedAsync(TestPosts.Post(2).Url!, Cancelled)).ShouldBeFalse();

        (await UpsertAsync(TestPosts.Post(1))).Kind.ShouldBe(UpsertKind.Removed);
        (await UpsertAsync(TestPosts.Post(1) with { Title = "It comes again" })).Kind.ShouldBe(UpsertKind.Removed);
        (await Archive.GetPostAsync(first.PostId, Cancelled)).ShouldBeNull();
        (await Archive.CountPostsAsync(Cancelled)).ShouldBe(0);
        (await ChangesAsync()).ShouldBe([new PostChange(first.Sequence + 1, first.PostId, null)]);
    }

    [Fact]
    public async Task Feeds_AddTwiceUnderOneAddress_GivesTheFirst()
    {
        var first = await Archive.AddFeedAsync(Feed("https://blog.example/feed.xml") with { Title = "Blog" }, Cancelled);
        var second = await Archive.AddFeedAsync(Feed("http://www.blog.example/feed.xml"), Cancelled);

        second.ShouldBe(first);
        (await Archive.ListFeedsAsync(Cancelled)).ShouldBe([first]);
        (await Archive.GetFeedAsync("https://blog.example/feed.xml#x", Cancelled)).ShouldBe(first);
        (await Archive.GetFeedAsync(first.Id, Cancelled)).ShouldBe(first);
        (await Archive.RemoveFeedAsync(first.Id, Cancelled)).ShouldBeTrue();
        (await Archive.GetFeedAsync(first.Id, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task AddFeed_UnderTheOldAddressOfOneThatMoved_GivesThatOne()
    {
        var feed = await Archive.AddFeedAsync(Feed("https://old.example/feed"), Cancelled);
        var moved = feed with { Url = "https://new.example/feed" };
        await Archive.SaveFeedAsync(moved, Cancelled);

        (await Archive.AddFeedAsync(Feed("https://old.example/feed"), Cancelled)).ShouldBe(moved);
    }

    [Fact]
    public async Task SaveFeed_ToAnAddressThatAnotherHas_IsRefused()
    {
        await Archive.AddFeedAsync(Feed("https://one.example/feed"), Cancelled);
        var two = await Archive.AddFeedAsync(Feed("https://two.example/feed"), Cancelled);

        await Should.ThrowAsync<ArgumentException>(() => Archive.SaveFeedAsync(two with { Url = "https://one.example/feed/" }, Cancelled));
    }

    [Fact]
    public async Task Clock_JumpsBack_ChangesKeepTheirOrder()
    {
        var first = (await Archive.UpsertAsync([TestPosts.Post(1)], Cancelled))[0];
        Time.Now -= TimeSpan.FromDays(400);
        var second = (await Archive.UpsertAsync([TestPosts.Post(2)], Cancelled))[0];

        second.Sequence.ShouldBeGreaterThan(first.Sequence);
        var changes = new List<string>();
        await foreach (var change in Archive.ReadChangesAsync(0, 10, Cancelled))
        {
            changes.Add(change.PostId);
        }

        changes.ShouldBe([first.PostId, second.PostId]);
    }

    [Fact]
    public async Task Clock_RanFast_FeedsPlannedByItAreDueAtOnce()
    {
        var fast = Time.Now.AddYears(4);
        var feed = await Archive.AddFeedAsync(Feed("https://fast.example/feed") with { NextCheck = fast }, Cancelled);
        (await Archive.LeaseDueFeedsAsync(fast, fast.AddMinutes(10), 10, Cancelled)).Count.ShouldBe(1);

        // It died with the lease, and the clock was set right.
        (await Archive.LeaseDueFeedsAsync(Time.Now, Time.Now.AddMinutes(10), 10, Cancelled)).Select(f => f.Id).ShouldBe([feed.Id]);
        (await Archive.LeaseDueFeedsAsync(Time.Now, Time.Now.AddMinutes(10), 10, Cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task LeaseDueFeeds_GivesEachToOneUntilSavedOrLapsed()
    {
        for (var n = 0; n < 10; n++)
        {
            await Archive.AddFeedAsync(Feed($"https://blog.example/{n}/feed") with { NextCheck = Time.Now.AddMinutes(-n) }, Cancelled);
        }

        await Archive.AddFeedAsync(Feed("https://blog.example/later") with { NextCheck = Time.Now.AddMinutes(1) }, Cancelled);
        await Archive.AddFeedAsync(Feed("https://blog.example/gone") with { State = FeedState.Gone }, Cancelled);
        var until = Time.Now.AddMinutes(5);

        var oldest = await Archive.LeaseDueFeedsAsync(Time.Now, until, 2, Cancelled);
        oldest.Select(f => f.Url).ShouldBe(["https://blog.example/9/feed", "https://blog.example/8/feed"]);

        var leased = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Archive.LeaseDueFeedsAsync(Time.Now, until, 3, Cancelled)));
        leased.SelectMany(f => f).Select(f => f.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(8);
        leased.Sum(f => f.Count).ShouldBe(8);

        await Archive.SaveFeedAsync(oldest[0] with { NextCheck = Time.Now }, Cancelled);
        (await Archive.LeaseDueFeedsAsync(Time.Now, until, 10, Cancelled)).Select(f => f.Id).ShouldBe([oldest[0].Id]);
        (await Archive.LeaseDueFeedsAsync(until, until.AddMinutes(5), 20, Cancelled)).Count.ShouldBe(11);
    }

    [Fact]
    public async Task HoldDomain_GoesToOneAndRestsBetween()
    {
        var now = Time.Now;
        var until = now.AddMinutes(2);
        var pause = TimeSpan.FromSeconds(2);
        (await Archive.HoldDomainAsync("blog.example", "a", now, until, pause, Cancelled)).ShouldBeNull();
        (await Archive.HoldDomainAsync("blog.example", "b", now, until, pause, Cancelled)).ShouldBe(until);
        (await Archive.HoldDomainAsync("other.example", "b", now, until, pause, Cancelled)).ShouldBeNull();

        await Archive.ReleaseDomainAsync("blog.example", "b", now, Cancelled);
        (await Archive.HoldDomainAsync("blog.example", "b", now, until, pause, Cancelled)).ShouldBe(until);
        await Archive.ReleaseDomainAsync("blog.example", "a", now, Cancelled);
        (await Archive.HoldDomainAsync("blog.example", "b", now.AddSeconds(1), until, pause, Cancelled)).ShouldBe(now + pause);
        (await Archive.HoldDomainAsync("blog.example", "b", now + pause, until, pause, Cancelled)).ShouldBeNull();
        (await Archive.HoldDomainAsync("blog.example", "a", until, until.AddMinutes(2), pause, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task Clock_RanFast_DomainsHeldByItAreFreeAtOnce()
    {
        var fast = Time.Now.AddYears(4);
        var pause = TimeSpan.FromSeconds(2);
        (await Archive.HoldDomainAsync("died.example", "fast", fast, fast.AddMinutes(2), pause, Cancelled)).ShouldBeNull();
        (await Archive.HoldDomainAsync("left.example", "fast", fast, fast.AddMinutes(2), pause, Cancelled)).ShouldBeNull();
        await Archive.ReleaseDomainAsync("left.example", "fast", fast, Cancelled);

        var until = Time.Now.AddMinutes(2);
        (await Archive.HoldDomainAsync("died.example", "a", Time.Now, until, pause, Cancelled)).ShouldBeNull();
        (await Archive.HoldDomainAsync("left.example", "a", Time.Now, until, pause, Cancelled)).ShouldBeNull();
        (await Archive.HoldDomainAsync("left.example", "b", Time.Now, until, pause, Cancelled)).ShouldBe(until);
    }

    [Fact]
    public async Task MoveLease_OfTheHolderAlone_Holds()
    {
        var feed = await Archive.AddFeedAsync(Feed("https://blog.example/feed") with { NextCheck = Time.Now }, Cancelled);
        var until = Time.Now.AddMinutes(10);
        (await Archive.LeaseDueFeedsAsync(Time.Now, until, 1, Cancelled)).Count.ShouldBe(1);
        (await Archive.MoveLeaseAsync(feed.Id, until, until.AddMinutes(5), Cancelled)).ShouldBeTrue();
        (await Archive.LeaseDueFeedsAsync(until, until.AddHours(1), 1, Cancelled)).ShouldBeEmpty();

        // Another took it when the lease had run out.
        until = until.AddMinutes(5);
        (await Archive.LeaseDueFeedsAsync(until, until.AddHours(1), 1, Cancelled)).Count.ShouldBe(1);
        (await Archive.MoveLeaseAsync(feed.Id, until, until.AddMinutes(5), Cancelled)).ShouldBeFalse();

        (await Archive.MoveLeaseAsync(feed.Id, until.AddHours(1), null, Cancelled)).ShouldBeTrue();
        (await Archive.LeaseDueFeedsAsync(until, until.AddHours(2), 1, Cancelled)).Count.ShouldBe(1);

        await Archive.SaveFeedAsync(feed, Cancelled);
        (await Archive.MoveLeaseAsync(feed.Id, until.AddHours(2), until.AddHours(3), Cancelled)).ShouldBeFalse();
    }

    [Fact]
    public async Task HoldDomain_ManyAtOnce_OneHasIt()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(n =>
            Archive.HoldDomainAsync("blog.example", $"process {n}", Time.Now, Time.Now.AddMinutes(2), TimeSpan.Zero, Cancelled)));
        asked.Count(free => free is null).ShouldBe(1);
    }

    [Fact]
    public async Task WebSub_IsLeasedOnceConfirmedAndOutlivesItsFeed()
    {
        var feed = await Archive.AddFeedAsync(Feed("https://blog.example/feed"), Cancelled);
        var wanted = WebSubSubscription.Create(feed.Id, "https://hub.example/", feed.Url, Time.Now);
        await Archive.SaveWebSubAsync(wanted, Cancelled);
        (await Archive.FindWebSubAsync(wanted.Token, Cancelled)).ShouldBe(wanted);

        var retry = Time.Now.AddHours(1);
        var leased = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Archive.LeaseDueWebSubAsync(Time.Now, retry, 10, Cancelled)));
        var once = leased.SelectMany(subscriptions => subscriptions).ShouldHaveSingleItem();
        once.ShouldBe(wanted with { NextRequest = retry, Attempts = 1 });

        var active = wanted with { State = WebSubState.Active, Expires = Time.Now.AddDays(10), NextRequest = Time.Now.AddDays(8) };
        await Archive.SaveWebSubAsync(active, Cancelled);
        await Archive.PutOffWebSubAsync(once, Time.Now.AddDays(30), Cancelled);
        (await Archive.ListWebSubAsync(feed.Id, Cancelled)).ShouldBe([active]);

        await Archive.RemoveFeedAsync(feed.Id, Cancelled);
        (await Archive.LeaseDueWebSubAsync(Time.Now, retry, 10, Cancelled)).ShouldHaveSingleItem().State.ShouldBe(WebSubState.Ending);
        await Archive.RemoveWebSubAsync(wanted.Token, Cancelled);
        (await Archive.ListWebSubAsync(feed.Id, Cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Decisions_AreFoundByLinkAndByGuidAndReplaced()
    {
        var decision = new EntryDecision("feed", "guid-1", "https://blog.example/x/?utm_source=a", "X", EntryVerdict.Filtered, "too old", null, Time.Now);
        await Archive.SaveDecisionsAsync([decision, decision with { Reason = "language" }], Cancelled);
        await Archive.SaveDecisionsAsync([decision with { FeedId = "other", At = Time.Now.AddHours(1) }], Cancelled);

        var byLink = await Archive.FindDecisionsAsync("http://www.blog.example/x", Cancelled);

        byLink.Select(d => (d.FeedId, d.Reason)).ShouldBe([("other", "too old"), ("feed", "language")]);
        (await Archive.FindDecisionsAsync("guid-1", Cancelled)).ShouldBe(byLink);
        (await Archive.FindDecisionsAsync("nothing", Cancelled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Audit_ReadsNewestFirst()
    {
        var entries = Enumerable.Range(0, 3).Select(n => new AuditEntry(Time.Now.AddMinutes(n), "cli", "feed.add", $"feed {n}", n == 0 ? null : "detail")).ToList();
        foreach (var entry in entries)
        {
            await Archive.WriteAuditAsync(entry, Cancelled);
        }

        (await Archive.ReadAuditAsync(2, Cancelled)).ShouldBe([entries[2], entries[1]]);
    }

    [Fact]
    public async Task Migrate_TwiceAtOnce_DoesNothing()
    {
        var result = await UpsertAsync(TestPosts.Post(1));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Archive.MigrateAsync(Cancelled)));

        (await Archive.GetPostAsync(result.PostId, Cancelled)).ShouldNotBeNull();
    }

    private protected abstract Task<IArchive> OpenAsync();

    private protected abstract Task CloseAsync();

    private static FeedRecord Feed(string url) => new() { Id = FeedRecord.IdOf(url), Url = url };

    private async Task<UpsertResult> UpsertAsync(IncomingPost post) => (await Archive.UpsertAsync([post], Cancelled))[0];

    private async Task<List<PostChange>> ChangesAsync(long after = 0, int limit = 10_000)
    {
        var changes = new List<PostChange>();
        await foreach (var change in Archive.ReadChangesAsync(after, limit, Cancelled))
        {
            changes.Add(change);
        }

        return changes;
    }
}
