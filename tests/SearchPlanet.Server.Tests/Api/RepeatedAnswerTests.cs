using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>The second time the same address is asked takes a shorter way, and must not be told from the first.</summary>
public sealed class RepeatedAnswerTests : IAsyncLifetime
{
    private static readonly PostSource Zanzibar = new("z.example", "Z", null, "1", "https://z.example/1", null);

    private readonly TestServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/search?q=migrations&limit=1")]
    [InlineData("/search?q=migrations")]
    [InlineData("/search.atom?q=migrations")]
    [InlineData("/api/v1/tags")]
    public async Task Repeated_HasTheSameBytesAndHeaders(string url)
    {
        foreach (var encoding in new[] { "identity", "gzip", "br" })
        {
            var (first, firstBody) = await AskAsync(url, encoding);
            var (again, againBody) = await AskAsync(url, encoding);

            againBody.ShouldBe(firstBody);
            Headers(again).ShouldBe(Headers(first));
            (again.Content.Headers.ContentEncoding.SingleOrDefault() ?? "identity").ShouldBe(encoding);
        }
    }

    [Fact]
    public async Task Repeated_WithTheTag_Gets304()
    {
        var (first, _) = await AskAsync("/api/v1/search?q=migrations", "br");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/search?q=migrations");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Repeated_AfterTheIndexHasChanged_IsNew()
    {
        var (_, before) = await AskAsync("/api/v1/search?q=migrations", "identity");
        await _server.Services.GetRequiredService<IArchive>().RemovePostAsync("a1", TestContext.Current.CancellationToken);
        var live = _server.Services.GetRequiredService<LiveIndex>();
        await TestServer.WaitForAsync(() => live.Searcher.Count == SamplePosts.All.Count - 1);

        var (_, after) = await AskAsync("/api/v1/search?q=migrations", "identity");

        before.ShouldContain("\"id\":\"a1\"");
        after.ShouldNotContain("\"id\":\"a1\"");
    }

    // The names of the index as it was answer while the new ones are arranged, and must not be remembered as the new ones.
    [Fact]
    public async Task Suggest_AskedWhenTheIndexHasJustChanged_KnowsTheNewNamesSoon()
    {
        await _server.Services.GetRequiredService<IArchive>().UpsertAsync(
            [SamplePosts.All[0] with { Id = "z1", Url = "https://z.example/1", Title = "Zanzibar", Html = "<p>An island.</p>", Tags = ["zanzibar"], Source = Zanzibar }], TestContext.Current.CancellationToken);
        await _server.WaitForPostsAsync(SamplePosts.All.Count + 1);

        await TestServer.WaitForAsync(async () => (await AskAsync("/api/v1/suggest?q=zanz", "identity")).Body.Contains("tag:zanzibar", StringComparison.Ordinal));
    }

    private async Task<(HttpResponseMessage Response, string Body)> AskAsync(string url, string encoding)
    {
        // Not the shared client: it would ask for compression by itself.
        using var client = new HttpClient { BaseAddress = _server.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Accept-Encoding", encoding);
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "gzip" => new GZipStream(stream, CompressionMode.Decompress),
            _ => stream,
        });
        return (response, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Headers(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order();
}
