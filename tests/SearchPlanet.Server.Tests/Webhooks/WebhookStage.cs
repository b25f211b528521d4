using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Search;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Indexing;
using SearchPlanet.Server.Webhooks;
using SearchPlanet.Testing;

namespace SearchPlanet.Server.Tests.Webhooks;

/// <summary>The real archive, index, matcher and sender, a clock to move, and a receiver on the loopback that answers as it is told.</summary>
internal sealed class WebhookStage : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SearchPlanetOptions _options;
    private readonly PostIndex _index;
    private readonly PostSearcher _searcher;
    private readonly WebhookTelemetry _telemetry = new();
    private readonly MeterListener _attempts = new();
    private readonly Dictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private WebhookMatcher _matcher;
    private WebhookSender _sender;

    private WebhookStage(Action<SearchPlanetOptions>? adjust)
    {
        _options = new SearchPlanetOptions { DataDirectory = _folder.Path, PublicUrl = "https://search.example.org" };
        _options.Ingestion.AllowedPrivateHosts.Add($"127.0.0.1:{Receiver.Port}");
        _options.Webhooks.MaxAttempts = 3;
        adjust?.Invoke(_options);
        Archive = ArchiveFactory.Open(_options.Archive, _folder.Path, Time);
        _index = PostIndex.Open(_options.IndexDirectory, _options.PostIndex);
        _searcher = _index.CreateSearcher();
        (_matcher, _sender) = Start();
        CountAttempts();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public WildServer Receiver { get; } = new();

    public IArchive Archive { get; private set; }

    /// <summary>The ids of the posts received, in order.</summary>
    public IReadOnlyList<string> Received => [.. Receiver.Requests.Select(request =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("post").GetProperty("id").GetString()!)];

    /// <summary>What the metrics tell of the attempts: how many by outcome.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => _outcomes;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<WebhookStage> SetAsync(Action<SearchPlanetOptions>? adjust = null)
    {
        var stage = new WebhookStage(adjust);
        await stage.Archive.MigrateAsync(Cancelled);
        return stage;
    }

    public async Task<Webhook> RegisterAsync(string query, Uri? url = null)
    {
        var webhook = Webhook.Create("someone", (url ?? Receiver.Url("hook")).AbsoluteUri, query, await Archive.GetLastSequenceAsync(Cancelled), Time.GetUtcNow());
        await Archive.AddWebhookAsync(webhook, Cancelled);
        return webhook;
    }

    /// <summary>Posts come in and are indexed; nothing is matched yet.</summary>
    public async Task PublishAsync(params IncomingPost[] posts)
    {
        await Archive.UpsertAsync(posts, Cancelled);
        await new IndexFollower(Archive, _index, NullLogger.Instance).CatchUpAsync(null, Cancelled);
        _index.Refresh();
    }

    public async Task MatchAsync() => await _matcher.StepAsync(await Archive.ListWebhooksAsync(Cancelled), _searcher, _index.LastSequence, Cancelled);

    public async Task<int> SendAsync() => await _sender.StepAsync(await Archive.ListWebhooksAsync(Cancelled), _searcher, Cancelled);

    public async Task MatchAndSendAsync()
    {
        await MatchAsync();
        await SendAsync();
    }

    /// <summary>As after a crash: everything in memory is gone.</summary>
    public async Task RestartAsync()
    {
        await Archive.DisposeAsync();
        Archive = ArchiveFactory.Open(_options.Archive, _folder.Path, Time);
        (_matcher, _sender) = Start();
    }

    public async Task<Webhook> WebhookAsync() => (await Archive.ListWebhooksAsync(Cancelled))[0];

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _attempts.Dispose();
        _telemetry.Dispose();
        _searcher.Dispose();
        _index.Dispose();
        await Archive.DisposeAsync();
        _folder.Dispose();
    }

    private (WebhookMatcher Matcher, WebhookSender Sender) Start() =>
        (new WebhookMatcher(Archive, Time), WebhookServices.CreateSender(Archive, _options, Time, _telemetry, NullLogger<WebhookSender>.Instance));

    private void CountAttempts()
    {
        _attempts.InstrumentPublished = (instrument, listener) =>
        {
            if (_telemetry.Owns(instrument.Meter) && instrument.Name == "searchplanet.webhook.attempts")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _attempts.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var (key, outcome) = tags.ToArray().ShouldHaveSingleItem();
            key.ShouldBe("outcome");
            lock (_outcomes)
            {
                _outcomes[(string)outcome!] = _outcomes.GetValueOrDefault((string)outcome!) + value;
            }
        });
        _attempts.Start();
    }
}
