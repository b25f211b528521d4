using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Tests.Pages;

/// <summary>What the pages of a planet and of a blog say of the feeds behind them.</summary>
public sealed class FeedHealthTests : IAsyncLifetime
{
    private readonly TestServer _server = new(_ => { });

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Planet_WithManyFeeds_TellsOfItsOwnFirstAndCountsTheOthers()
    {
        var looked = new DateTimeOffset(2026, 3, 4, 5, 6, 0, TimeSpan.Zero);
        await AddAsync(new FeedRecord { Id = "river", Url = "https://planet.example/rss", Planet = "django", IsPlanet = true, LastFetch = looked, LastSuccess = looked, NextCheck = looked.AddHours(1), EntryCount = 25 });
        for (var i = 0; i < 4; i++)
        {
            await AddAsync(new FeedRecord
            {
                Id = $"member{i}", Url = $"https://blog{i}.example/rss", Planet = "django", LastFetch = looked, NextCheck = looked.AddHours(1),
                LastError = i == 3 ? "the server answered 503" : null, State = i == 2 ? FeedState.Paused : FeedState.Active,
            });
        }

        var health = await HealthAsync("/planets/django");

        health[0].ShouldBe("planet.example: The last fetch went well and found 25 entries. Last looked at 4 Mar 2026, 05:06 UTC, next 4 Mar, 06:06.");
        health[^1].ShouldBe("2 more feeds are read for this: 0 are well, 1 failed last, 1 are paused or gone.");
        health.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Blog_ThatOnlyAPlanetCarries_NamesThePlanet() => (await HealthAsync("/sources/blog.example.org")).ShouldBe(["Read by way of Django Community"]);

    private Task<FeedRecord> AddAsync(FeedRecord feed) => _server.Services.GetRequiredService<IArchive>().AddFeedAsync(feed, TestContext.Current.CancellationToken);

    private async Task<List<string>> HealthAsync(string url)
    {
        var page = new HtmlParser().ParseDocument(await _server.Client.GetStringAsync(url, TestContext.Current.CancellationToken));
        return [.. page.QuerySelectorAll(".health").Select(line => string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
    }
}
