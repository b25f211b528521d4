using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Testing;

namespace SearchPlanet.Server.Tests.Webhooks;

public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(13);
    private WebhookStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await WebhookStage.SetAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task NewPost_ThatMatches_IsPostedOnceAndSigned()
    {
        _stage.Receiver.On("/hook", WildAnswer.Of(204));
        var webhook = await _stage.RegisterAsync("title:migrations -tag:async");
        await _stage.PublishAsync([.. SamplePosts.All]);

        await _stage.MatchAndSendAsync();
        await _stage.MatchAndSendAsync();

        var request = _stage.Receiver.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Headers["Content-Type"].ShouldBe("application/json");
        request.Headers["webhook-id"].ShouldBe(WebhookDelivery.IdOf(webhook.Id, "a1"));
        request.Headers["webhook-timestamp"].ShouldBe($"{_stage.Time.GetUtcNow().ToUnixTimeSeconds()}");
        // As a receiver checks it, by the words of standardwebhooks.com.
        using var hmac = new HMACSHA256(Convert.FromBase64String(webhook.Secret["whsec_".Length..]));
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(request.Body.Span)}";
        request.Headers["webhook-signature"].ShouldBe("v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(signed))));
        var body = JsonDocument.Parse(request.Body).RootElement;
        body.GetProperty("type").GetString().ShouldBe("post.matched");
        var data = body.GetProperty("data");
        (data.GetProperty("webhook").GetString(), data.GetProperty("query").GetString(), data.GetProperty("page").GetString())
            .ShouldBe((webhook.Id, webhook.Query, "https://search.example.org/posts/a1"));
        data.GetProperty("post").GetProperty("title").GetString().ShouldBe("Safe migrations in Django");
    }

    [Fact]
    public async Task OldPost_ThatChanges_IsNotNew()
    {
        _stage.Receiver.On("/hook", WildAnswer.Of(200));
        await _stage.PublishAsync(SamplePosts.All[0]);
        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0] with { Title = "Safer migrations in Django" });

        await _stage.MatchAndSendAsync();

        _stage.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task PostedPost_ThatChanges_IsNotPostedAgain()
    {
        _stage.Receiver.On("/hook", WildAnswer.Of(200));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);
        await _stage.MatchAndSendAsync();
        await _stage.PublishAsync(SamplePosts.All[0] with { Title = "Safer migrations in Django" }, SamplePosts.All[1]);

        await _stage.MatchAndSendAsync();

        _stage.Received.ShouldBe(["a1", "a2"]);
    }

    [Fact]
    public async Task Receiver_ThatFails_IsTriedAgainLaterWithTheSameId()
    {
        var answers = new Queue<WildAnswer>([WildAnswer.Of(500), WildAnswer.Raw("HTT"), WildAnswer.Of(200)]);
        _stage.Receiver.On("/hook", _ => answers.Dequeue());
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);

        await _stage.MatchAndSendAsync();
        (await _stage.SendAsync()).ShouldBe(0);
        _stage.Time.Advance(TimeSpan.FromSeconds(13));
        await _stage.SendAsync();
        (await _stage.WebhookAsync()).LastError.ShouldBe("No answer: the connection broke off.");
        _stage.Time.Advance(TimeSpan.FromSeconds(13));
        (await _stage.SendAsync()).ShouldBe(0);
        _stage.Time.Advance(TimeSpan.FromSeconds(60));
        await _stage.SendAsync();

        _stage.Receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count().ShouldBe(1);
        var webhook = await _stage.WebhookAsync();
        (webhook.Failures, webhook.LastError, webhook.LastDelivery).ShouldBe((0, null, _stage.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Receiver_ThatAlwaysFails_IsGivenUpWithTheReasonAndCanBeResumed()
    {
        _stage.Receiver.On("/hook", WildAnswer.Of(503));
        var webhook = await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync([.. SamplePosts.All]);
        await _stage.MatchAsync();
        for (var i = 0; i < 6; i++)
        {
            await _stage.SendAsync();
            _stage.Time.Advance(LongEnough);
        }

        _stage.Receiver.Requests.Count.ShouldBe(3);
        var dead = await _stage.WebhookAsync();
        (dead.State, dead.LastError).ShouldBe((WebhookState.Dead, "The address answered 503."));
        _stage.Receiver.On("/hook", WildAnswer.Of(200));
        await _stage.Archive.ResumeWebhookAsync(webhook.Id, _stage.Time.GetUtcNow(), TestContext.Current.CancellationToken);
        await _stage.SendAsync();

        _stage.Received.Skip(3).Order().ShouldBe(["a1", "a2", "a3", "evil"]);
    }

    [Fact]
    public async Task Receiver_ThatChokesOnOnePost_GetsTheOthers()
    {
        _stage.Receiver.On("/hook", request => WildAnswer.Of(Encoding.UTF8.GetString(request.Body.Span).Contains("\"id\":\"a2\"", StringComparison.Ordinal) ? 422 : 200));
        var webhook = await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync([.. SamplePosts.All]);
        await _stage.MatchAsync();
        for (var i = 0; i < 5; i++)
        {
            await _stage.SendAsync();
            _stage.Time.Advance(LongEnough);
        }

        var deliveries = await _stage.Archive.ListDeliveriesAsync(webhook.Id, 10, TestContext.Current.CancellationToken);
        deliveries.Where(delivery => delivery.State == WebhookDeliveryState.Delivered).Select(delivery => delivery.PostId).Order().ShouldBe(["a1", "a3", "evil"]);
        var dead = deliveries.Single(delivery => delivery.State == WebhookDeliveryState.Dead);
        (dead.PostId, dead.Attempts, dead.LastError).ShouldBe(("a2", 3, "The address answered 422."));
    }

    [Theory]
    [InlineData(410, "The address answered 410.", WebhookState.Dead)]
    [InlineData(302, "The address answered 302; redirects are not followed.", WebhookState.Active)]
    public async Task Receiver_GoneOrMoved_IsTakenAtItsWord(int status, string error, WebhookState state)
    {
        _stage.Receiver.On("/hook", WildAnswer.Redirect(status, _stage.Receiver.Url("elsewhere").AbsoluteUri)).On("/elsewhere", WildAnswer.Of(200));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);

        await _stage.MatchAndSendAsync();

        _stage.Receiver.Requests.ShouldHaveSingleItem();
        var webhook = await _stage.WebhookAsync();
        (webhook.LastError, webhook.State).ShouldBe((error, state));
    }

    [Fact]
    public async Task Receiver_ThatSaysWhen_IsLeftAloneUntilThen()
    {
        _stage.Receiver.On("/hook", WildAnswer.Of(429, ("Retry-After", "3600")));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);
        await _stage.MatchAndSendAsync();

        _stage.Time.Advance(TimeSpan.FromSeconds(3599));
        (await _stage.SendAsync()).ShouldBe(0);
        _stage.Time.Advance(TimeSpan.FromSeconds(1));

        (await _stage.SendAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Receiver_ThatSaysNothing_IsGivenUpInTime()
    {
        _stage.Receiver.On("/hook", WildAnswer.Silence);
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);
        await _stage.MatchAsync();

        var sending = _stage.SendAsync();
        await TestServer.WaitForAsync(() => _stage.Receiver.Requests.Count == 1);
        _stage.Time.Advance(TimeSpan.FromSeconds(10));
        await sending;

        (await _stage.WebhookAsync()).LastError.ShouldBe("No answer within 10 seconds.");
    }

    [Fact]
    public async Task Receiver_WhoseAnswerNeverEnds_IsDoneWithItsHead()
    {
        _stage.Receiver.On("/hook", WildAnswer.Endless("more and more ", TimeSpan.Zero));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);

        await _stage.MatchAndSendAsync();

        _stage.Outcomes.ShouldBe(new Dictionary<string, long> { ["delivered"] = 1 });
    }

    [Fact]
    public async Task Address_OfAPrivateNetwork_IsRefusedWhenConnecting()
    {
        await _stage.RegisterAsync("migrations", new Uri("http://localhost:8080/hook"));
        await _stage.PublishAsync(SamplePosts.All[0]);

        await _stage.MatchAndSendAsync();

        (await _stage.WebhookAsync()).LastError.ShouldNotBeNull().ShouldContain("not an address on the public Internet");
    }

    [Fact]
    public async Task Crash_AfterMatching_LosesNothing()
    {
        _stage.Receiver.On("/hook", WildAnswer.Of(200));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);
        await _stage.MatchAsync();

        await _stage.RestartAsync();
        await _stage.MatchAndSendAsync();

        _stage.Received.ShouldBe(["a1"]);
    }

    [Fact]
    public async Task Crash_BetweenPostingAndRemembering_RepeatsWithTheSameId()
    {
        _stage.Receiver.On("/hook", WildAnswer.Of(200));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);
        await _stage.MatchAsync();
        // Someone who held the delivery has died: it may have been posted or not.
        await _stage.Archive.LeaseDeliveriesAsync(
            _stage.Time.GetUtcNow(), _stage.Time.GetUtcNow().AddMinutes(15), 10, TestContext.Current.CancellationToken);

        await _stage.RestartAsync();
        (await _stage.SendAsync()).ShouldBe(0);
        _stage.Time.Advance(TimeSpan.FromMinutes(15));
        await _stage.SendAsync();

        _stage.Received.ShouldBe(["a1"]);
    }

    [Fact]
    public async Task Post_TakenOutBeforeDelivery_IsDropped()
    {
        var webhook = await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync(SamplePosts.All[0]);
        await _stage.MatchAsync();
        await _stage.Archive.RemovePostAsync("a1", TestContext.Current.CancellationToken);
        await _stage.PublishAsync();

        await _stage.SendAsync();

        _stage.Received.ShouldBeEmpty();
        (await _stage.Archive.ListDeliveriesAsync(webhook.Id, 10, TestContext.Current.CancellationToken))[0].State.ShouldBe(WebhookDeliveryState.Dropped);
    }

    [Fact]
    public async Task Metrics_OfAttempts_CountEachByWhatCameOfIt()
    {
        _stage.Receiver.On("/hook", request => WildAnswer.Of(Encoding.UTF8.GetString(request.Body.Span).Contains("\"id\":\"a2\"", StringComparison.Ordinal) ? 422 : 200));
        await _stage.RegisterAsync("migrations");
        await _stage.PublishAsync([.. SamplePosts.All]);
        await _stage.MatchAsync();
        await _stage.Archive.RemovePostAsync("a3", TestContext.Current.CancellationToken);
        await _stage.PublishAsync();
        _stage.Outcomes.ShouldBeEmpty("nothing has been tried");

        for (var i = 0; i < 5; i++)
        {
            await _stage.SendAsync();
            _stage.Time.Advance(LongEnough);
        }

        // Of the four that match: two are taken, a2 fails twice and is given up with the third attempt, a3 was taken out.
        _stage.Outcomes.ShouldBe(new Dictionary<string, long> { ["delivered"] = 2, ["failed"] = 2, ["dead"] = 1, ["dropped"] = 1 }, ignoreOrder: true);
    }
}
