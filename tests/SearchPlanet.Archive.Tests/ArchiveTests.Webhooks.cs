namespace SearchPlanet.Archive.Tests;

/// <content>Standing queries and their deliveries.</content>
public abstract partial class ArchiveTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Webhooks_Added_ReadBackEqualAndGoWithTheirDeliveries()
    {
        var webhook = await AddWebhookAsync();
        await QueueAsync(webhook, 0, 5, "a");

        var read = (await Archive.ListWebhooksAsync(Cancelled)).ShouldHaveSingleItem();
        read.ShouldBe(webhook with { Sequence = 5 });
        (await Archive.RemoveWebhookAsync(webhook.Id, Cancelled)).ShouldBeTrue();

        (await Archive.ListWebhooksAsync(Cancelled)).ShouldBeEmpty();
        (await Archive.ListDeliveriesAsync(webhook.Id, 10, Cancelled)).ShouldBeEmpty();
        (await Archive.RemoveWebhookAsync(webhook.Id, Cancelled)).ShouldBeFalse();
    }

    [Fact]
    public async Task QueueDeliveries_SamePostAgain_KeepsTheOne()
    {
        var webhook = await AddWebhookAsync();
        (await QueueAsync(webhook, 0, 5, "a", "b")).ShouldBeTrue();
        (await QueueAsync(webhook, 5, 9, "b", "c")).ShouldBeTrue();

        (await LeaseAsync()).Select(d => (d.PostId, d.Attempts)).ShouldBe([("a", 0), ("b", 0), ("c", 0)]);
    }

    [Fact]
    public async Task QueueDeliveries_TwoProcessesFromOnePlace_OneWins()
    {
        var webhook = await AddWebhookAsync();

        var both = await Task.WhenAll(QueueAsync(webhook, 0, 5, "a"), QueueAsync(webhook, 0, 7, "a", "b"));

        both.Count(won => won).ShouldBe(1);
        (await LeaseAsync()).Count.ShouldBe(both[0] ? 1 : 2);
    }

    [Fact]
    public async Task LeaseDeliveries_Held_AreNobodyElsesUntilTheLeaseIsOver()
    {
        var webhook = await AddWebhookAsync();
        await QueueAsync(webhook, 0, 5, "a");

        (await LeaseAsync()).Count.ShouldBe(1);
        (await LeaseAsync()).ShouldBeEmpty();
        Time.Now += Lease;

        (await LeaseAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task SaveAttempt_Failed_MakesAllOfTheWebhookWaitAndCounts()
    {
        var webhook = await AddWebhookAsync();
        await QueueAsync(webhook, 0, 5, "a", "b");
        var held = await LeaseAsync();
        await Archive.SaveAttemptAsync(held[0], new WebhookAttempt(WebhookDeliveryState.Pending, Time.Now, "500", Time.Now.AddMinutes(1)), Cancelled);
        await Archive.ReleaseDeliveryAsync(held[1].Id, Time.Now, Cancelled);

        (await LeaseAsync()).ShouldBeEmpty();
        Time.Now = Time.Now.AddMinutes(1);
        var again = await LeaseAsync();

        again.Select(d => (d.PostId, d.Attempts)).ShouldBe([("b", 0), ("a", 1)]);
        var failing = (await Archive.ListWebhooksAsync(Cancelled))[0];
        (failing.Failures, failing.LastError).ShouldBe((1, "500"));
        await Archive.SaveAttemptAsync(again[0], new WebhookAttempt(WebhookDeliveryState.Delivered, Time.Now), Cancelled);
        var well = (await Archive.ListWebhooksAsync(Cancelled))[0];
        (well.Failures, well.LastError, well.LastDelivery).ShouldBe((0, null, Time.Now));
    }

    [Fact]
    public async Task SaveAttempt_ThatEndsTheWebhook_LeavesItsQueueForResume()
    {
        var webhook = await AddWebhookAsync();
        await QueueAsync(webhook, 0, 5, "a", "b");
        var held = await LeaseAsync();
        await Archive.SaveAttemptAsync(held[0], new WebhookAttempt(WebhookDeliveryState.Pending, Time.Now, "gone", Time.Now, EndsWebhook: true), Cancelled);
        Time.Now += Lease;

        (await LeaseAsync()).ShouldBeEmpty();
        (await Archive.ListWebhooksAsync(Cancelled))[0].State.ShouldBe(WebhookState.Dead);
        (await Archive.ResumeWebhookAsync(webhook.Id, Time.Now, Cancelled)).ShouldBeTrue();

        (await LeaseAsync()).Select(d => (d.PostId, d.Attempts)).ShouldBe([("a", 0), ("b", 0)]);
    }

    [Fact]
    public async Task CountDeliveries_OfActiveWebhooks_TellsHowManyWaitAndSinceWhen()
    {
        (await Archive.CountDeliveriesAsync(Cancelled)).ShouldBe(WebhookQueue.Empty);
        var first = (await Archive.UpsertAsync([TestPosts.Post(1)], Cancelled))[0].PostId;
        var since = Time.Now;
        Time.Now += Lease;
        var second = (await Archive.UpsertAsync([TestPosts.Post(2)], Cancelled))[0].PostId;
        var webhook = await AddWebhookAsync();
        await QueueAsync(webhook, 0, 5, first, second);
        (await Archive.CountDeliveriesAsync(Cancelled)).ShouldBe(new WebhookQueue(2, since));
        var held = await LeaseAsync();

        await Archive.SaveAttemptAsync(held[0], new WebhookAttempt(WebhookDeliveryState.Delivered, Time.Now), Cancelled);
        (await Archive.CountDeliveriesAsync(Cancelled)).ShouldBe(new WebhookQueue(1, since + Lease));
        await Archive.SaveAttemptAsync(held[1], new WebhookAttempt(WebhookDeliveryState.Pending, Time.Now, "gone", Time.Now, EndsWebhook: true), Cancelled);
        (await Archive.CountDeliveriesAsync(Cancelled)).ShouldBe(WebhookQueue.Empty);
    }

    [Fact]
    public async Task ReadPostSequence_Changed_ComesWithItsLastNumberOnly()
    {
        await Archive.UpsertAsync([TestPosts.Post(1), TestPosts.Post(2), TestPosts.Post(3)], Cancelled);
        var changed = (await Archive.UpsertAsync([TestPosts.Post(1) with { Title = "Another title" }], Cancelled))[0];

        var all = await Archive.ReadPostSequenceAsync(0, changed.Sequence, 10, Cancelled);

        all.Select(p => p.Sequence).ShouldBe([2, 3, 4]);
        all[^1].Id.ShouldBe(changed.PostId);
        (await Archive.ReadPostSequenceAsync(2, 3, 10, Cancelled)).Select(p => p.Sequence).ShouldBe([3]);
        (await Archive.ReadPostSequenceAsync(0, 4, 1, Cancelled)).Select(p => p.Sequence).ShouldBe([2]);
    }

    private async Task<Webhook> AddWebhookAsync()
    {
        var webhook = Webhook.Create("someone", "https://receiver.example/hook", "django", 0, Time.Now);
        await Archive.AddWebhookAsync(webhook, Cancelled);
        return webhook;
    }

    private Task<bool> QueueAsync(Webhook webhook, long from, long to, params string[] posts) =>
        Archive.QueueDeliveriesAsync(webhook.Id, from, to, [.. posts.Select((id, i) => new NewPost(from + i + 1, id, Time.Now))], Time.Now, Cancelled);

    private Task<IReadOnlyList<WebhookDelivery>> LeaseAsync() => Archive.LeaseDeliveriesAsync(Time.Now, Time.Now + Lease, 10, Cancelled);
}
