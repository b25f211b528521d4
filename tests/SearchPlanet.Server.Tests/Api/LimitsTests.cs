using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Tests.Api;

public sealed class LimitsTests
{
    private const string Key = "a-key-of-the-operator";

    [Fact]
    public async Task Requests_BeyondTheShare_Get429AndWhenToGoOn()
    {
        await using var server = new TestServer(options =>
        {
            options.Http.RequestsPerMinute = 1;
            options.Http.LimitLoopback = true;
        });
        await server.InitializeAsync();
        (await server.Client.GetAsync("/api/v1/tags", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var refused = await server.Client.GetAsync("/api/v1/tags", TestContext.Current.CancellationToken);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        // A minute, less what has passed since the first.
        (refused.Headers.RetryAfter?.Delta).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        (await server.Client.GetAsync("/healthz", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Admin_WithoutTheKey_IsRefused()
    {
        await using var server = new TestServer(options => options.Admin.Key = Key);
        await server.InitializeAsync();

        foreach (var header in new[] { null, "Bearer wrong", Key, "Basic " + Key })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/index/rebuild");
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", header);
            }

            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Admin_WithTheKey_RebuildsAndWritesTheAuditLog()
    {
        await using var server = new TestServer(options => options.Admin.Key = Key);
        await server.InitializeAsync();
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);

        using var accepted = await server.Client.PostAsync("/api/v1/index/rebuild", null, TestContext.Current.CancellationToken);

        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var audit = await server.Services.GetRequiredService<IArchive>().ReadAuditAsync(10, TestContext.Current.CancellationToken);
        audit.ShouldContain(entry => entry.Action == "index.rebuild" && entry.Actor == "admin-api");
        using var malformed = await server.Client.PostAsJsonAsync("/api/v1/sources", new { url = "file:///etc/passwd" }, TestContext.Current.CancellationToken);
        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Rebuild_KeepsEveryPost()
    {
        await using var server = new TestServer(options => options.Admin.Key = Key);
        await server.InitializeAsync();
        var before = await server.Client.GetStringAsync("/api/v1/tags", TestContext.Current.CancellationToken);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);

        (await server.Client.PostAsync("/api/v1/index/rebuild", null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var live = server.Services.GetRequiredService<Server.Indexing.LiveIndex>();
        await TestServer.WaitForAsync(() => live.Searcher.Count == SamplePosts.All.Count && live.Phase == Server.Indexing.IndexerPhase.Following);

        var after = await server.Client.GetStringAsync("/api/v1/tags", TestContext.Current.CancellationToken);
        System.Text.Json.JsonDocument.Parse(after).RootElement.GetProperty("values").GetRawText()
            .ShouldBe(System.Text.Json.JsonDocument.Parse(before).RootElement.GetProperty("values").GetRawText());
    }
}
