using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Testing;

namespace SearchPlanet.Server.Tests.Api;

public sealed class WebhooksApiTests : IAsyncLifetime
{
    private const string OperatorKey = "a-key-of-the-operator";
    private const string UserKey = "a-key-of-some-user-1";
    private const string OtherKey = "a-key-of-some-user-2";
    private readonly WildServer _receiver = new();
    private TestServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = new TestServer(options =>
        {
            options.Admin.Key = OperatorKey;
            options.Webhooks.MaxPerUser = 2;
            options.Webhooks.Users.Add(new WebhookUserOptions { Name = "one", Key = UserKey });
            options.Webhooks.Users.Add(new WebhookUserOptions { Name = "two", Key = OtherKey });
            options.Ingestion.AllowedPrivateHosts.Add($"127.0.0.1:{_receiver.Port}");
        });
        await _server.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Registered_NewPost_IsPostedByTheRunningServer()
    {
        _receiver.On("/hook", WildAnswer.Of(200));
        var made = await AddAsync(UserKey, "zanzibar", _receiver.Url("hook").AbsoluteUri);
        made.GetProperty("secret").GetString().ShouldNotBeNull().ShouldStartWith("whsec_");

        await _server.Services.GetRequiredService<IArchive>().UpsertAsync(
            [new IncomingPost { Title = "From Zanzibar", Url = "https://z.example/1", Text = "hello", Source = new PostSource("z.example", "Z", null, "1", "https://z.example/1", null) }], Cancelled);
        await TestServer.WaitForAsync(() => _receiver.Requests.Count == 1);

        var id = made.GetProperty("id").GetString();
        JsonElement shown = default;
        await TestServer.WaitForAsync(async () =>
        {
            shown = await ReadAsync(UserKey, $"/api/v1/webhooks/{id}");
            return shown.GetProperty("last_delivery").ValueKind != JsonValueKind.Null;
        });

        shown.TryGetProperty("secret", out _).ShouldBeFalse();
        shown.GetProperty("deliveries")[0].GetProperty("state").GetString().ShouldBe("delivered");
    }

    [Fact]
    public async Task Users_SeeTheirOwn_TheOperatorAll()
    {
        var id = (await AddAsync(UserKey, "django", "https://receiver.example/a")).GetProperty("id").GetString();
        await AddAsync(OtherKey, "plone", "https://receiver.example/b");

        (await CountAsync(UserKey)).ShouldBe(1);
        (await CountAsync(OperatorKey)).ShouldBe(2);
        (await SendAsync(OtherKey, HttpMethod.Get, $"/api/v1/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(OtherKey, HttpMethod.Delete, $"/api/v1/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync("no-key-at-all-of-anyone", HttpMethod.Get, "/api/v1/webhooks")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(UserKey, HttpMethod.Post, "/api/v1/index/rebuild")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(UserKey, HttpMethod.Delete, $"/api/v1/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await CountAsync(UserKey)).ShouldBe(0);
        var audit = await ReadAsync(OperatorKey, "/api/v1/audit?limit=1");
        audit.GetProperty("values")[0].GetProperty("action").GetString().ShouldBe("webhook.remove");
        audit.GetProperty("values")[0].GetProperty("actor").GetString().ShouldBe("api:one");
    }

    [Theory]
    [InlineData("", "https://receiver.example/")]
    [InlineData("django", "ftp://receiver.example/")]
    [InlineData("django", "http://10.0.0.1/")]
    [InlineData("django", "https://user@receiver.example/")]
    [InlineData("django", "http://receiver.example:22/")]
    public async Task Add_WhatCannotBe_IsRefused(string query, string url)
    {
        using var refused = await PostAsync(UserKey, query, url);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refused.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Add_MoreThanAllowed_IsRefused()
    {
        await AddAsync(UserKey, "a", "https://receiver.example/");
        await AddAsync(UserKey, "b", "https://receiver.example/");

        (await PostAsync(UserKey, "c", "https://receiver.example/")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<int> CountAsync(string key) => (await ReadAsync(key, "/api/v1/webhooks")).GetProperty("values").GetArrayLength();

    private async Task<JsonElement> AddAsync(string key, string query, string url)
    {
        using var made = await PostAsync(key, query, url);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(Cancelled));
    }

    private Task<HttpResponseMessage> PostAsync(string key, string query, string url) =>
        SendAsync(key, HttpMethod.Post, "/api/v1/webhooks", JsonContent.Create(new { query, url }));

    private async Task<JsonElement> ReadAsync(string key, string path)
    {
        using var response = await SendAsync(key, HttpMethod.Get, path);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private async Task<HttpResponseMessage> SendAsync(string key, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new("Bearer", key);
        return await _server.Client.SendAsync(request, Cancelled);
    }
}
