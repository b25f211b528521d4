using System.Net;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd.Cluster;

/// <summary>Someone who searches all the while, through a balancer that knows which nodes are up and asks the next when a connection breaks.</summary>
internal sealed class ClusterReader(IReadOnlyList<ClusterNode> nodes)
{
    private static readonly string[] Addresses =
    [
        "/api/v1/search?q=post", "/api/v1/search?sort=newest", "/api/v1/search?q=blog+ra*", "/api/v1/suggest?q=po", "/api/v1/facets/source", "/",
    ];

    /// <summary>Answers with 200.</summary>
    public int Answers { get; private set; }

    /// <summary>What should not have happened: another status, a connection to a live node that broke, nobody there.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Asks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var turn = 0; !cancellationToken.IsCancellationRequested; turn++)
        {
            await AskAsync(Addresses[turn % Addresses.Length], turn);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task AskAsync(string address, int turn)
    {
        for (var attempt = 0; attempt < nodes.Count; attempt++)
        {
            var node = nodes[(turn + attempt) % nodes.Count];
            if (node.Site is { } site && await AskAsync(node, site, address))
            {
                return;
            }
        }

        Complaints.Add($"{address}: nobody answered");
    }

    private async Task<bool> AskAsync(ClusterNode node, Site site, string address)
    {
        try
        {
            using var response = await site.Client.GetAsync(new Uri(address, UriKind.Relative), CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Answers++;
            }
            else
            {
                Complaints.Add($"{address}: {node.Name} said {response.StatusCode}: {await response.Content.ReadAsStringAsync(CancellationToken.None)}");
            }

            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            if (ReferenceEquals(node.Site, site))
            {
                Complaints.Add($"{address}: {node.Name}, which is up, broke off: {failure.Message}");
            }

            return false;
        }
    }
}
