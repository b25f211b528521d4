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

    [Fact]
    public async Task SearchPage_OutOfTime_SaysSo()
    {
        using var response = await _server.Client.GetAsync("/search?q=migrations", TestContext.Current.CancellationToken);

        (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("the search took too long");
        response.Headers.CacheControl?.NoStore.ShouldBeTrue();
    }

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
