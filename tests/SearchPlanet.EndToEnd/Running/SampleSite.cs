namespace SearchPlanet.EndToEnd.Running;

/// <summary>One site for all tests that only read: the samples as they come over the network, fetched and indexed.</summary>
public sealed class SampleSite : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private FeedServer? _feeds;
    private Site? _site;

    internal Site Site => _site!;

    internal FeedServer Feeds => _feeds!;

    internal string DataDirectory => _data.FullPath;

    internal Dictionary<string, string> Settings { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _feeds = await FeedServer.StartWithSamplesAsync(cancellationToken);
        Settings = Site.SettingsForSamples(_feeds);
        _site = await Site.StartAsync(_data.FullPath, Settings, cancellationToken);
        await SampleFacts.UntilCompleteAsync(_site, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        if (_feeds is not null)
        {
            await _feeds.DisposeAsync();
        }

        _data.Dispose();
    }
}
