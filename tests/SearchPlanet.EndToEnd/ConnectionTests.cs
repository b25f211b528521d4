using System.Globalization;
using System.Net.Sockets;
using System.Text;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>Connections that nobody uses cost little, and never the process.</summary>
public sealed class ConnectionTests
{
    // Of Linux.
    private const int IpProtocolTcp = 6;
    private const int TcpMaxSegment = 2;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IdleConnections_MoreThanTheSystemAllowsFiles_LeaveTheProcessAlive()
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 20, Cancelled);
        await using var site = await Site.StartInShellAsync(data.FullPath, new Dictionary<string, string>(), ["/bin/sh", "-c", "ulimit -n 600; exec \"$@\"", "sh"], Cancelled);
        var idle = new List<TcpClient>();
        var began = TimeProvider.System.GetTimestamp();
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

        await site.UntilAsync(AnswersAsync, "an answer", Cancelled);
        await site.UntilLogHasAsync("At most 88 connections will be open at once, not 10000: the system lets this process open 600 files", Cancelled);
        // A line a second, of hundreds.
        site.Log.Split('\n').Count(line => line.Contains("rejected", StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo(2 + (int)TimeProvider.System.GetElapsedTime(began).TotalSeconds);
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

    // The three ways to hold on to a server for next to nothing: heads and bodies that never end, and answers that nobody reads.
    [Fact]
    public async Task SlowClients_ThatNeverEnd_AreCutOffWhileOthersAreServed()
    {
        using var data = new TemporaryFolder();
        await NumberedPosts.ImportAsync(data.FullPath, 1, 20, Cancelled);
        await using var site = await Site.StartAsync(data.FullPath, new Dictionary<string, string> { ["SearchPlanet__Admin__Key"] = "a-key-of-the-operator" }, Cancelled);
        var page = "GET /?q= HTTP/1.1\r\nHost: localhost\r\n\r\n";
        List<TcpClient> asking = [], deaf = [];
        try
        {
            for (var number = 0; number < 20; number++)
            {
                asking.Add(await SlowAsync("GET / HTTP/1.1\r\nHost: local"));
                asking.Add(await SlowAsync("POST /api/v1/sources HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a-key-of-the-operator\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
                deaf.Add(await SlowAsync(string.Concat(Enumerable.Repeat(page, 1000))));
            }

            // An answer that has begun says that a connection is inside; its bytes are left where they are.
            await Task.WhenAll(deaf.Select(client => EndsAsync(client, SocketFlags.Peek)));
            await Task.WhenAll(asking.Select(client => EndsAsync(client, SocketFlags.None)));

            // Ours is the one that is left.
            await site.UntilAsync(async () => await site.CountAsync("", Cancelled) == 20 && await OpenAsync() == 1, "slow clients cut off", Cancelled);
        }
        finally
        {
            asking.ForEach(client => client.Dispose());
            deaf.ForEach(client => client.Dispose());
        }

        (await site.StopAsync(Cancelled)).ShouldBe(0, site.Log);

        async Task<TcpClient> SlowAsync(string beginning)
        {
            var client = new TcpClient(AddressFamily.InterNetwork) { ReceiveBufferSize = 4096 };
            // As small as on a network: segments of the loopback make the other side's buffers take megabytes before anybody waits.
            client.Client.SetRawSocketOption(IpProtocolTcp, TcpMaxSegment, BitConverter.GetBytes(1460));
            await client.ConnectAsync(site.Address.Host, site.Address.Port, Cancelled);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning), Cancelled);
            return client;
        }

        // With Peek it is over when the first bytes are there.
        static async Task EndsAsync(TcpClient client, SocketFlags flags)
        {
            var answer = new byte[4096];
            try
            {
                while (await client.Client.ReceiveAsync(answer, flags, Cancelled).AsTask().WaitAsync(Patience.Limit, Cancelled) > 0 && flags != SocketFlags.Peek)
                {
                    // What it says to the slow is not what is asked here.
                }
            }
            catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
            {
                // That is an end, too.
            }
        }

        async Task<int> OpenAsync()
        {
            const string Name = "\nsearchplanet_connections ";
            var text = await site.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled);
            var at = text.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
            return int.Parse(text[at..text.IndexOf('\n', at)], CultureInfo.InvariantCulture);
        }
    }
}
