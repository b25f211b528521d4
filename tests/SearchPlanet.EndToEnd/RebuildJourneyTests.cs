using System.Net;
using System.Net.Http.Headers;
using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace SearchPlanet.EndToEnd;

/// <summary>What a reader meets while the index is made: for the first time, and anew beside the old one.</summary>
public sealed class RebuildJourneyTests(ManyPosts posts, Chromium chromium) : IClassFixture<ManyPosts>
{
    private const string Key = "a key that nobody guesses";
    private const string Following = "following the archive";
    private const string Rebuilding = "making the index anew";
    private static readonly Uri s_statusPage = new("/status", UriKind.Relative);

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["SearchPlanet__Admin__Key"] = Key, ["SearchPlanet__Roles__0"] = "web", ["SearchPlanet__Roles__1"] = "search",
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 2 * Patience.Milliseconds)]
    public async Task Rebuilding_WhileSomeoneSearches_FindsEverythingAllTheTime()
    {
        await using var site = await Site.StartAsync(posts.Folder, s_settings, Cancelled);
        await using var reader = await Reader.ComeAsync(chromium.Browser, site.Address);
        await using var operation = await Reader.ComeAsync(chromium.Browser, site.Address);
        await UntilStatusSaysAsync(site, Following);
        // Who looked just before must not be shown the same once more.
        await LookAsync(operation);

        // Begun anew again and again, so that it is not over before a browser has shown it, however fast the machine.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var rebuilding = RebuildAsync(site, enough.Token);
        await UntilStatusSaysAsync(site, Rebuilding);
        (await LookAsync(operation)).ShouldContain(Rebuilding);
        await SearchAsync(reader, 1);
        await enough.CancelAsync();
        await rebuilding;

        for (var day = 2; !(await LookAsync(operation)).Contains(Following, StringComparison.Ordinal); day++)
        {
            await SearchAsync(reader, day);
        }

        await SearchAsync(reader, 0);
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task FirstMaking_ForWhoComesEarly_SaysSoUntilItIsDone()
    {
        Directory.Delete(Path.Combine(posts.Folder, "index"), recursive: true);
        await using var site = await Site.StartUnreadyAsync(posts.Folder, s_settings, Cancelled);
        await using var reader = await Reader.ComeAsync(chromium.Browser, site.Address);

        await reader.GoAsync("/search?q=chapter");
        await Expect(reader.Page.Locator(".note")).ToContainTextAsync("The index is being made");
        await site.UntilAsync(
            async () => (await site.Client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancelled)).StatusCode == HttpStatusCode.OK, "readiness", Cancelled);

        await reader.Page.ReloadAsync();
        await Expect(reader.Page.Locator("[data-total]")).ToHaveTextAsync($"{ManyPosts.Count:N0} posts");
        await Expect(reader.Page.Locator(".note")).ToHaveCountAsync(0);
    }

    private static async Task UntilStatusSaysAsync(Site site, string state) => await site.UntilAsync(
        async () => (await site.Client.GetStringAsync(s_statusPage, Cancelled)).Contains(state, StringComparison.Ordinal), state, Cancelled);

    private static async Task<string> LookAsync(Reader operation)
    {
        await operation.GoAsync("/status");
        return await operation.Page.Locator("main").InnerTextAsync();
    }

    // Each day another search, so that none is answered from memory.
    private static async Task SearchAsync(Reader reader, int day)
    {
        await reader.GoAsync($"/search?q=chapter&before={new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd}");
        await Expect(reader.Page.Locator("[data-total]")).ToHaveTextAsync($"{ManyPosts.Count:N0} posts");
        await Expect(reader.Page.Locator(".note")).ToHaveCountAsync(0);
    }

    private static async Task RebuildAsync(Site site, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/index/rebuild");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            using var answer = await site.Client.SendAsync(request, Cancelled);
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            await Task.Delay(50, Cancelled);
        }
    }
}
