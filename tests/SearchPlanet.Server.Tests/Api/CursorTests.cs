using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Tests.Api;

public sealed class CursorTests : IAsyncLifetime
{
    private readonly TestServer _server = new(_ => { });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("newest")]
    [InlineData("relevance")]
    public async Task Cursor_WhileTheIndexChanges_ReachesEveryHitOfItsVersionOnce(string sort)
    {
        var archive = _server.Services.GetRequiredService<IArchive>();
        await archive.UpsertAsync([.. Enumerable.Range(0, 60).Select(n => Post(n, 0))], Cancelled);
        var live = _server.Services.GetRequiredService<LiveIndex>();
        await TestServer.WaitForAsync(() => live.Searcher.Count == 64);
        var wanted = Ids(await _server.GetJsonAsync($"/api/v1/search?q=pelican&sort={sort}&limit=100"));
        var seen = new List<string>();
        var url = $"/api/v1/search?q=pelican&sort={sort}&limit=7";
        for (var page = 1; url is not null; page++)
        {
            using var response = await _server.Client.GetAsync(url, Cancelled);
            var answer = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancelled)).RootElement;
            seen.AddRange(Ids(answer));
            url = answer.GetProperty("page").GetProperty("next_url").GetString();
            response.Headers.TryGetValues("Link", out var links);
            links?.Single().ShouldBe($"<{url}>; rel=\"next\"");
            (links is null).ShouldBe(url is null);
            // Something new, above all of these, with every page.
            await archive.UpsertAsync([Post(100 + page, page)], Cancelled);
            await TestServer.WaitForAsync(() => live.Searcher.Count == 64 + page);
        }

        wanted.Count.ShouldBe(60);
        seen.ShouldBe(wanted);
    }

    [Fact]
    public async Task Cursor_OfAnotherSearch_IsGone()
    {
        var first = await _server.GetJsonAsync("/api/v1/search?q=migrations&limit=1");
        var cursor = Uri.EscapeDataString(first.GetProperty("page").GetProperty("next").GetString()!);

        await _server.GetProblemAsync("GET", $"/api/v1/search?q=other&limit=1&cursor={cursor}", 410, "stale-cursor");
    }

    private static IncomingPost Post(int number, int newer) => new()
    {
        Id = $"p{number}",
        Url = $"https://pelican.example/{number}/",
        Title = $"Pelican number {number} of the pelicans",
        Text = string.Concat(Enumerable.Repeat($"pelican bird {number * 7919} ", (number % 5) + 1)) + $"alone {number * 31}",
        Published = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(number / 3).AddYears(newer),
        Source = new PostSource("pelican.example", "Pelicans", null, $"p{number}", $"https://pelican.example/{number}/", null),
    };

    private static List<string> Ids(JsonElement answer) => [.. answer.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("id").GetString()!)];
}
