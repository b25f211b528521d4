using System.Net;
using System.Text.Json;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>With no time at all, which is the same every time.</summary>
public sealed class PartialAnswerTests : IAsyncLifetime
{
    private readonly TestServer _server = new(options => options.Search.TimeoutMs = 0);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Search_OutOfTime_AnswersWhatItHasAndSaysSo()
    {
        using var response = await _server.Client.GetAsync("/api/v1/search?q=migrations", TestContext.Current.CancellationToken);

        response.EnsureSuccessStatusCode();
        (response.Headers.ETag, response.Headers.CacheControl?.NoStore).ShouldBe((null, true));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        answer.GetProperty("partial").GetBoolean().ShouldBeTrue();
        answer.GetProperty("hits").GetArrayLength().ShouldBeGreaterThan(0);
        answer.GetProperty("facets").GetProperty("tag").GetProperty("values").GetArrayLength().ShouldBe(0);
        answer.GetProperty("query").GetProperty("notes")[0].GetProperty("code").GetString().ShouldBe("out-of-time");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/search?q=migrations")]
    [InlineData("/tags/django")]
    [InlineData("/planets/django")]
    public async Task ListOfPosts_OutOfTime_ShowsWhatWasFoundAndSaysSo(string url)
    {
        using var response = await _server.Client.GetAsync(url, TestContext.Current.CancellationToken);

        var page = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("The server took too long: this is what was found in time.");
        page.ShouldContain("<article class=\"hit");
        (response.Headers.CacheControl is { NoStore: true } or { MaxAge.Ticks: 0 }).ShouldBeTrue();
    }

    [Fact]
    public async Task PostPage_OutOfTime_ShowsThePostWithoutOthers()
    {
        using var response = await _server.Client.GetAsync("/posts/" + SamplePosts.All[0].Id, TestContext.Current.CancellationToken);

        var page = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain(SamplePosts.All[0].Title!);
        page.ShouldContain("The server took too long");
        response.Headers.CacheControl?.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/search?q=nowhereatall")]
    [InlineData("/tags/nowhereatall")]
    [InlineData("/authors/nowhereatall")]
    public async Task Page_OutOfTimeWithNothingFound_SaysSoKindlyAndWhenToComeAgain(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        response.Headers.CacheControl?.NoStore.ShouldBeTrue();
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("before anything was found");
        page.ShouldContain("Try again");
    }

    [Fact]
    public async Task Page_OutOfTimeForAProgram_IsAProblem() => await _server.GetProblemAsync("GET", "/search?q=nowhereatall", 503, "search-timeout");

    [Theory]
    [InlineData("/search.atom?q=migrations", "<entry>")]
    [InlineData("/search.json?q=migrations", "\"content_text\"")]
    public async Task Feed_OutOfTime_HasWhatWasFoundAndIsKeptByNobody(string url, string entry)
    {
        using var response = await _server.Client.GetAsync(url, TestContext.Current.CancellationToken);

        (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(entry);
        (response.Headers.ETag, response.Headers.CacheControl?.NoStore).ShouldBe((null, true));
    }
}
