using Microsoft.Extensions.Logging.Abstractions;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Search;
using SearchPlanet.Server.Indexing;
using SearchPlanet.Testing;

namespace SearchPlanet.Server.Tests.Indexing;

public sealed class IndexFollowerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://member.example/feed", 1)]
    [InlineData("https://stranger.example/feed", 0)]
    public async Task CatchUp_PostOfABlogsOwnFeed_IsOfThePlanetThatHasTheFeed(string feedUrl, int expected)
    {
        using var folder = new TempFolder();
        await using var archive = ArchiveFactory.Open(new ArchiveOptions(), folder.Path, TimeProvider.System);
        await archive.MigrateAsync(Cancel);
        const string member = "https://member.example/feed";
        await archive.AddFeedAsync(new FeedRecord { Id = FeedRecord.IdOf(member), Url = member, Planet = "django" }, Cancel);
        var source = new PostSource("member.example", "A member", null, "1", "https://member.example/one", feedUrl);
        await archive.UpsertAsync([new IncomingPost { Title = "One", Url = source.Url, Text = "Words.", Source = source }], Cancel);

        using var index = PostIndex.Open(Path.Combine(folder.Path, "index"), new PostIndexOptions());
        (await new IndexFollower(archive, index, NullLogger.Instance).CatchUpAsync(null, Cancel)).ShouldBe(1);
        using var searcher = index.CreateSearcher();
        searcher.Search(new SearchRequest { Query = "planet:django" }, Cancel).Total.ShouldBe(expected);
    }

    [Fact]
    public async Task CatchUp_WithAnotherArchiveThanBefore_HoldsWhatThatOneHolds()
    {
        using var folder = new TempFolder();
        using var index = PostIndex.Open(Path.Combine(folder.Path, "index"), new PostIndexOptions());
        using var searcher = index.CreateSearcher();

        await CatchUpAsync("one", "first", "second");
        await CatchUpAsync("two", "third", "fourth", "fifth");

        searcher.Count.ShouldBe(3);
        searcher.Search(new SearchRequest { Query = "first" }, Cancel).Total.ShouldBe(0);
        index.LastSequence.ShouldBe(3);

        async Task CatchUpAsync(string name, params string[] titles)
        {
            await using var archive = ArchiveFactory.Open(new ArchiveOptions(), Path.Combine(folder.Path, name), TimeProvider.System);
            await archive.MigrateAsync(Cancel);
            var source = new PostSource("blog.example", "A blog", null, null, null, null);
            await archive.UpsertAsync(
                [.. titles.Select(title => new IncomingPost { Title = title, Url = $"https://blog.example/{title}", Text = $"Words of {title}.", Source = source })], Cancel);
            await new IndexFollower(archive, index, NullLogger.Instance).CatchUpAsync(null, Cancel);
            index.Refresh();
        }
    }
}
