using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>What takes a key.</summary>
public sealed class AdminApiTests : IAsyncLifetime
{
    private const string Key = "a-key-of-the-operator";

    private readonly TestServer _server = new(options => options.Admin.Key = Key);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("POST", "/api/v1/index/rebuild")]
    [InlineData("POST", "/api/v1/sources")]
    [InlineData("GET", "/api/v1/webhooks")]
    [InlineData("GET", "/api/v1/audit")]
    [InlineData("DELETE", "/api/v1/posts/a1")]
    public Task Keyed_WithoutAKey_IsRefused(string method, string url) => _server.GetProblemAsync(method, url, 401, "unauthorized");

    [Theory]
    [InlineData("/api/v1/sources", "text/plain", "x", 415)]
    [InlineData("/api/v1/sources", "application/json", "[", 400)]
    [InlineData("/api/v1/sources", "application/json", "null", 400)]
    [InlineData("/api/v1/webhooks", "application/json", "{}", 400)]
    [InlineData("/api/v1/sources/import", "text/x-opml", "no opml", 400)]
    public async Task Keyed_WithABodyThatIsNone_IsRefused(string url, string type, string body, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Authorization = new("Bearer", Key);

        using var response = await _server.Client.SendAsync(request, Cancelled);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task ImportSources_OpmlTwice_AddsOnceInThePlanetOfItsFolder()
    {
        const string Opml = """<opml version="2.0"><body><outline text="django"><outline type="rss" xmlUrl="https://new.example/feed.xml"/></outline></body></opml>""";
        foreach (var added in new[] { 1, 0 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sources/import") { Content = new StringContent(Opml, Encoding.UTF8, "text/x-opml") };
            request.Headers.Authorization = new("Bearer", Key);
            using var response = await _server.Client.SendAsync(request, Cancelled);
            JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("added").GetInt32().ShouldBe(added);
        }

        (await _server.Services.GetRequiredService<IArchive>().ListFeedsAsync(Cancelled)).Single().Planet.ShouldBe("django");
    }

    [Fact]
    public async Task RemovePost_OfAKnownPost_IsGoneAndAudited()
    {
        foreach (var status in new[] { 204, 404 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/posts/a1");
            request.Headers.Authorization = new("Bearer", Key);
            using var response = await _server.Client.SendAsync(request, Cancelled);
            ((int)response.StatusCode).ShouldBe(status);
        }

        var archive = _server.Services.GetRequiredService<IArchive>();
        (await archive.GetPostAsync("a1", Cancelled)).ShouldBeNull();
        (await archive.ReadAuditAsync(1, Cancelled)).Single().Action.ShouldBe("post.remove");
        (await _server.GetJsonAsync("/api/v1/explain-missing?url=https://blog.example.org/a1/")).GetProperty("verdict").GetString().ShouldBe("removed");
    }
}
