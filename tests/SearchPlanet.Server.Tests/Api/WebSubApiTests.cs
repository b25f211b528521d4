using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Tests.Api;

public sealed class WebSubApiTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Topic = "https://blog.example/feed";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IArchive Archive => server.Services.GetRequiredService<IArchive>();

    [Fact]
    public async Task Verify_AskedFor_EchoesTheChallengeAsPlainText()
    {
        var subscription = await WantAsync();
        using var answer = await server.Client.GetAsync(Question(subscription.Token, "%3Cscript%3E"), Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await answer.Content.ReadAsStringAsync(Cancelled)).ShouldBe("<script>");
        (await Archive.FindWebSubAsync(subscription.Token, Cancelled))!.State.ShouldBe(WebSubState.Active);
    }

    [Fact]
    public async Task Verify_NotAskedFor_404()
    {
        using var answer = await server.Client.GetAsync(Question("0123456789abcdef", "x"), Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var bare = await server.Client.GetAsync($"/websub/{(await WantAsync()).Token}", Cancelled);
        bare.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deliver_SignedFeed_IsFound()
    {
        var subscription = await WantAsync();
        using var confirmed = await server.Client.GetAsync(Question(subscription.Token, "x"), Cancelled);
        const string feed = "<rss version=\"2.0\"><channel><title>Blog</title><item><title>Delivered by quetzal</title><link>https://blog.example/quetzal</link></item></channel></rss>";
        (await DeliverAsync(subscription.Token, feed, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(subscription.Secret), Encoding.UTF8.GetBytes(feed)))))
            .ShouldBe(HttpStatusCode.Accepted);
        (await Archive.FindByUrlAsync("https://blog.example/quetzal", Cancelled)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Deliver_UnsignedOrUnknown_NotTaken()
    {
        var subscription = await WantAsync();
        (await DeliverAsync(subscription.Token, "x", null)).ShouldBe(HttpStatusCode.Gone);
        using var confirmed = await server.Client.GetAsync(Question(subscription.Token, "x"), Cancelled);
        (await DeliverAsync(subscription.Token, "x", null)).ShouldBe(HttpStatusCode.Accepted);
        (await DeliverAsync("nobody", "x", null)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deliver_TooLarge_413()
    {
        await using var small = new TestServer(options => options.Ingestion.MaxBodyBytes = 1024);
        await small.InitializeAsync();
        var subscription = WebSubSubscription.Create("feed", "https://hub.example/", Topic, DateTimeOffset.UtcNow);
        await small.Services.GetRequiredService<IArchive>().SaveWebSubAsync(subscription, Cancelled);
        using var body = new StringContent(new string('x', 1025));
        using var answer = await small.Client.PostAsync($"/websub/{subscription.Token}", body, Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static string Question(string token, string challenge) =>
        $"/websub/{token}?hub.mode=subscribe&hub.topic={Uri.EscapeDataString(Topic)}&hub.lease_seconds=86400&hub.challenge={challenge}";

    private async Task<WebSubSubscription> WantAsync()
    {
        var feed = await Archive.AddFeedAsync(new FeedRecord { Id = FeedRecord.IdOf(Topic), Url = Topic, NextCheck = DateTimeOffset.MaxValue }, Cancelled);
        var subscription = WebSubSubscription.Create(feed.Id, "https://hub.example/", Topic, DateTimeOffset.UtcNow);
        await Archive.SaveWebSubAsync(subscription, Cancelled);
        return subscription;
    }

    private async Task<HttpStatusCode> DeliverAsync(string token, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/websub/{token}") { Content = new StringContent(body, Encoding.UTF8, "application/rss+xml") };
        if (signature is not null)
        {
            request.Headers.Add("X-Hub-Signature", signature);
        }

        using var answer = await server.Client.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }
}
