using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd.Cluster;

/// <summary>One machine of many: the real program over a folder that outlives it, killed and started again.</summary>
internal sealed class ClusterNode(string name, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private volatile Site? _site;

    public string Name => name;

    /// <summary>The running program once it said that it is ready, until it is about to be killed; null otherwise.</summary>
    public Site? Site => _site;

    public async Task StartAsync(CancellationToken cancellationToken) => _site = await Running.Site.StartAsync(_data.FullPath, settings, cancellationToken);

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        var site = _site!;
        _site = null;
        await site.KillAsync(cancellationToken);
        await site.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is { } site)
        {
            await site.DisposeAsync();
        }

        _data.Dispose();
    }
}
