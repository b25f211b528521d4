using System.Net.Sockets;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>Connections that nobody uses cost little, and never the process.</summary>
public sealed class ConnectionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IdleConnections_MoreThanTheSystemAllowsFiles_LeaveTheProcessAlive()
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 20, Cancelled);
        await using var site = await Site.StartInShellAsync(data.FullPath, new Dictionary<string, string>(), ["/bin/sh", "-c", "ulimit -n 600; exec \"$@\"", "sh"], Cancelled);
        var idle = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 800; number++)
            {
                var client = new TcpClient();
                idle.Add(client);
                await client.ConnectAsync(site.Address.Host, site.Address.Port, Cancelled);
            }
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }

        await site.UntilAsync(AnswersAsync, TimeSpan.FromSeconds(30), "an answer", Cancelled);
        site.Log.ShouldContain("At most 88 connections will be open at once, not 10000: the system lets this process open 600 files");
        site.Log.Split('\n').Count(line => line.Contains("rejected", StringComparison.Ordinal)).ShouldBeLessThan(60);
        (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);

        async Task<bool> AnswersAsync()
        {
            try
            {
                return await site.CountAsync("", Cancelled) == 20;
            }
            catch (HttpRequestException)
            {
                // Among the last of the idle ones.
                return false;
            }
        }
    }
}
