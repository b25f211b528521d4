using System.Security.Cryptography;
using System.Text;
using SearchPlanet.Archive;
using SearchPlanet.Ingestion.Push;
using SearchPlanet.Ingestion.Tests.Pipeline;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Push;

/// <summary>A feed and its hub on the loopback; the test plays the hub's questions and deliveries.</summary>
public sealed class WebSubTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;
    private FeedRecord _feed = null!;
    private string _extra = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Topic => _bench.Server.Url("/feed").AbsoluteUri;

    public async ValueTask InitializeAsync()
    {
        _bench = await IngestionBench.CreateAsync();
        _extra = $"<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"hub\" href=\"{_bench.Server.Url("/hub")}\"/><atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"self\" href=\"{Topic}\"/>";
        _bench.Server.On("/feed", _ => WildAnswer.Of(200, Feed("First")));
        _bench.Server.On("/hub", WildAnswer.Of(202));
        _feed = await _bench.SubscribeAsync("/feed");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Request_FeedNamesAHub_AsksItWithCallbackTopicLeaseAndSecret()
    {
        await _bench.CheckAsync(_feed);
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(1);
        var subscription = await SubscriptionAsync();
        Asked().ShouldBe(
        [
            ("hub.callback", $"https://search.example/under/websub/{subscription.Token}"), ("hub.mode", "subscribe"), ("hub.topic", Topic),
            ("hub.lease_seconds", "864000"), ("hub.secret", subscription.Secret),
        ]);
        subscription.State.ShouldBe(WebSubState.Wanted);

        // Once is enough until the hub has had its hour.
        await _bench.CheckAsync(_feed);
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(0);
        _bench.Time.Advance(TimeSpan.FromHours(1));
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(1);
        (await _bench.Archive.ListWebSubAsync(_feed.Id, Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Notice_LinkHeader_CountsBeforeTheDocument()
    {
        var links = $"<{_bench.Server.Url("/other-hub")}>; rel=\"hub\", <{_bench.Server.Url("/other-topic")}>; rel=\"self\"; type=\"a/b\"";
        _bench.Server.On("/feed", WildAnswer.Of(200, Feed("First"), ("Link", links)));
        await _bench.CheckAsync(_feed);
        var subscription = await SubscriptionAsync();
        subscription.Hub.ShouldBe(_bench.Server.Url("/other-hub").AbsoluteUri);
        subscription.Topic.ShouldBe(_bench.Server.Url("/other-topic").AbsoluteUri);
    }

    [Fact]
    public async Task Notice_HubBehindThePrivateNetwork_IsNotAsked()
    {
        _extra = "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"hub\" href=\"http://10.0.0.1/hub\"/>";
        await _bench.CheckAsync(_feed);
        (await _bench.Archive.ListWebSubAsync(_feed.Id, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_WhatWasAskedFor_IsConfirmedAndRenewedBeforeItEnds()
    {
        var token = await AskAsync();
        (await _bench.Hubs.VerifyAsync(token, "subscribe", Topic, "1000000", Cancel)).ShouldBeTrue();
        (await _bench.Hubs.IsPushedAsync(_feed.Id, Cancel)).ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromSeconds(799_000));
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(0);
        _bench.Time.Advance(TimeSpan.FromSeconds(1_000));
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(1);
        Asked().ShouldContain(("hub.mode", "subscribe"));
        (await _bench.Hubs.IsPushedAsync(_feed.Id, Cancel)).ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromSeconds(200_000));
        (await _bench.Hubs.IsPushedAsync(_feed.Id, Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task Verify_WhatNobodyAskedFor_IsDenied()
    {
        var token = await AskAsync();
        (await _bench.Hubs.VerifyAsync(token, "subscribe", Topic + "x", "1000", Cancel)).ShouldBeFalse();
        (await _bench.Hubs.VerifyAsync(token, "unsubscribe", Topic, null, Cancel)).ShouldBeFalse();
        (await _bench.Hubs.VerifyAsync(token, null, Topic, null, Cancel)).ShouldBeFalse();
        (await _bench.Hubs.VerifyAsync("0123", "subscribe", Topic, "1000", Cancel)).ShouldBeFalse();
        (await SubscriptionAsync()).State.ShouldBe(WebSubState.Wanted);
    }

    [Fact]
    public async Task Verify_Denied_AsksAgainInAWeekOnly()
    {
        var token = await AskAsync();
        (await _bench.Hubs.VerifyAsync(token, "denied", Topic, null, Cancel)).ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromDays(6));
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(0);
        _bench.Time.Advance(TimeSpan.FromDays(1));
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Check_Subscribed_IsSlowerUntilTheHubFailsToTell()
    {
        await _bench.Hubs.VerifyAsync(await AskAsync(), "subscribe", Topic, "864000", Cancel);
        await _bench.CheckAsync(_feed);
        var now = _bench.Time.GetUtcNow();
        (await _bench.FeedAsync(_feed)).NextCheck.ShouldBeGreaterThanOrEqualTo(now + _bench.Options.MaxInterval);
        _bench.Server.On("/feed", WildAnswer.Of(200, Feed("Untold", "First"), ("ETag", "\"2\"")));
        await _bench.CheckAsync(_feed);
        (await _bench.FeedAsync(_feed)).NextCheck.ShouldBeLessThan(now + _bench.Options.MaxInterval);
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public async Task Take_SignedDelivery_IsInTheArchive(string method)
    {
        var token = await ActiveAsync();
        var body = Encoding.UTF8.GetBytes(Feed("Second", "First"));
        (await TakeAsync(token, body, Sign(method, (await SubscriptionAsync()).Secret, body))).ShouldBe(PushOutcome.Taken);
        (await _bench.PostsAsync()).Select(post => post.Title).ShouldBe(["First", "Second"], ignoreOrder: true);
    }

    [Fact]
    public async Task Take_ForgedOrUnsignedDelivery_IsIgnored()
    {
        var token = await ActiveAsync();
        var body = Encoding.UTF8.GetBytes(Feed("Forged", "First"));
        var good = Sign("sha256", (await SubscriptionAsync()).Secret, body);
        foreach (var signature in new[] { null, "", "sha256", "sha256=", "md5=" + good[7..], good[..^1], good + "0", "sha256=" + new string('0', 64), "sha256=zz" + good[9..], Sign("sha256", "guess", body) })
        {
            (await TakeAsync(token, body, signature)).ShouldBe(PushOutcome.Ignored, signature);
        }

        (await TakeAsync(token, [.. body, (byte)' '], good)).ShouldBe(PushOutcome.Ignored);
        (await _bench.Archive.CountPostsAsync(Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Take_NotAFeed_IsIgnored()
    {
        var token = await ActiveAsync();
        var body = "<html><body>sorry</body></html>"u8.ToArray();
        (await TakeAsync(token, body, Sign("sha256", (await SubscriptionAsync()).Secret, body))).ShouldBe(PushOutcome.Ignored);
    }

    [Fact]
    public async Task Remove_SubscribedFeed_UnsubscribesAndEndsDeliveries()
    {
        var token = await ActiveAsync();
        var secret = (await SubscriptionAsync()).Secret;
        await _bench.Archive.RemoveFeedAsync(_feed.Id, Cancel);
        (await TakeAsync(token, [1], Sign("sha256", secret, [1]))).ShouldBe(PushOutcome.Ended);
        (await _bench.Hubs.RequestDueAsync(Cancel)).ShouldBe(1);
        Asked().ShouldContain(("hub.mode", "unsubscribe"));
        (await _bench.Hubs.VerifyAsync(token, "unsubscribe", Topic, null, Cancel)).ShouldBeTrue();
        (await TakeAsync(token, [1], Sign("sha256", secret, [1]))).ShouldBe(PushOutcome.Unknown);
    }

    [Fact]
    public async Task Remove_HubThatNeverAsksBack_IsForgottenAfterSomeTries()
    {
        var token = await ActiveAsync();
        await _bench.Archive.RemoveFeedAsync(_feed.Id, Cancel);
        var asked = _bench.Server.Requests.Count;
        for (var i = 0; i < 6; i++)
        {
            await _bench.Hubs.RequestDueAsync(Cancel);
            _bench.Time.Advance(TimeSpan.FromHours(1));
        }

        (_bench.Server.Requests.Count - asked).ShouldBe(3);
        (await _bench.Archive.FindWebSubAsync(token, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Notice_HubGoneOrAnother_OldOneEnds()
    {
        var old = await ActiveAsync();
        _extra = _extra.Replace("/hub", "/new-hub");
        _bench.Server.On("/new-hub", WildAnswer.Of(202));
        await _bench.CheckAsync(_feed);
        (await _bench.Archive.FindWebSubAsync(old, Cancel))!.State.ShouldBe(WebSubState.Ending);
        (await _bench.Archive.ListWebSubAsync(_feed.Id, Cancel)).Count(one => one.State == WebSubState.Wanted).ShouldBe(1);
        _extra = "";
        await _bench.CheckAsync(_feed);
        (await _bench.Archive.ListWebSubAsync(_feed.Id, Cancel)).ShouldAllBe(one => one.State == WebSubState.Ending);
    }

    [Fact]
    public async Task Request_PausedFeed_Unsubscribes()
    {
        await ActiveAsync();
        await _bench.Archive.SaveFeedAsync(await _bench.FeedAsync(_feed) with { State = FeedState.Paused }, Cancel);
        _bench.Time.Advance(TimeSpan.FromDays(9));
        await _bench.Hubs.RequestDueAsync(Cancel);
        await _bench.Hubs.RequestDueAsync(Cancel);
        Asked().ShouldContain(("hub.mode", "unsubscribe"));
    }

    [Fact]
    public async Task Request_HubFails_IsAskedLaterAndLater()
    {
        _bench.Server.On("/hub", WildAnswer.Of(500));
        await _bench.CheckAsync(_feed);
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            await _bench.Hubs.RequestDueAsync(Cancel);
            var next = (await SubscriptionAsync()).NextRequest;
            waits.Add((next - _bench.Time.GetUtcNow()).TotalHours);
            _bench.Time.Advance(next - _bench.Time.GetUtcNow());
        }

        waits.ShouldBe([2, 4, 8, 16, 32, 64, 128, 168, 168]);
    }

    [Fact]
    public async Task Request_HubRedirects_IsFollowedWithinTheGuard()
    {
        _bench.Server.On("/hub", WildAnswer.Redirect(307, "/hub2")).On("/hub2", WildAnswer.Redirect(308, "http://10.0.0.1/"));
        await _bench.CheckAsync(_feed);
        await _bench.Hubs.RequestDueAsync(Cancel);
        _bench.Server.Requests[^1].Target.ShouldBe("/hub2");
        (await SubscriptionAsync()).NextRequest.ShouldBe(_bench.Time.GetUtcNow() + TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData("https://search.example/", true)]
    [InlineData("http://localhost:8080", false)]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("http://192.168.1.5/", false)]
    public void IsReachable_PublicAddressesOnly(string publicUrl, bool expected) =>
        WebSubSubscriber.IsReachable(new Uri(publicUrl), new SearchPlanet.Ingestion.Fetching.AddressGuard(new IngestionOptions())).ShouldBe(expected);

    private string Feed(params string[] entries) => FeedText.Rss("A Blog", new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1), _extra, entries);

    private async Task<string> AskAsync()
    {
        await _bench.CheckAsync(_feed);
        await _bench.Hubs.RequestDueAsync(Cancel);
        return (await SubscriptionAsync()).Token;
    }

    private async Task<string> ActiveAsync()
    {
        var token = await AskAsync();
        (await _bench.Hubs.VerifyAsync(token, "subscribe", Topic, "864000", Cancel)).ShouldBeTrue();
        return token;
    }

    private async Task<WebSubSubscription> SubscriptionAsync() => (await _bench.Archive.ListWebSubAsync(_feed.Id, Cancel)).ShouldHaveSingleItem();

    private Task<PushOutcome> TakeAsync(string token, byte[] body, string? signature) =>
        new PushIntake(_bench.Archive, _bench.Processor).TakeAsync(token, body, "application/rss+xml", signature, Cancel);

    /// <summary>The fields of the last request.</summary>
    private IEnumerable<(string Name, string Value)> Asked() => Encoding.UTF8.GetString(_bench.Server.Requests[^1].Body.Span)
        .Split('&').Select(pair => pair.Split('=')).Select(pair => (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])));

    private static string Sign(string method, string secret, byte[] body)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        var hash = method switch
        {
            "sha1" => HMACSHA1.HashData(key, body),
            "sha384" => HMACSHA384.HashData(key, body),
            "sha512" => HMACSHA512.HashData(key, body),
            _ => HMACSHA256.HashData(key, body),
        };
        return $"{method}={Convert.ToHexStringLower(hash)}";
    }
}
