using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class ConnectionShareTests
{
    private const int Share = 8;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_BeyondTheShareOfAnAddress_AreClosedAndOthersServed()
    {
        await using var server = new TestServer(options =>
        {
            options.Http.MaxConnectionsPerAddress = Share;
            options.Http.LimitLoopback = true;
        });
        await server.InitializeAsync();
        var connections = server.Services.GetRequiredService<ConnectionShare>();
        var held = new List<Socket>();
        for (var number = 0; number < Share; number++)
        {
            held.Add(await ConnectAsync(server, "127.0.0.2"));
        }

        await TestServer.WaitForAsync(() => connections.Open >= Share);

        for (var number = 0; number < 50; number++)
        {
            (await IsRefusedAsync(server, "127.0.0.2")).ShouldBeTrue();
        }

        connections.Refused.ShouldBe(50);
        using var other = await ConnectAsync(server, "127.0.0.3");
        (await AskAsync(other)).ShouldStartWith("HTTP/1.1 200");
        (await AskAsync(held[0])).ShouldStartWith("HTTP/1.1 200");
        (await server.Client.GetStringAsync("/metrics", Cancelled)).ShouldContain("searchplanet_connections_refused_total 50\n");

        // What is closed makes room.
        held[0].Dispose();
        await TestServer.WaitForAsync(() => connections.Open <= Share + 1);
        using var again = await ConnectAsync(server, "127.0.0.2");
        (await AskAsync(again)).ShouldStartWith("HTTP/1.1 200");
        held.ForEach(socket => socket.Dispose());
    }

    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData("127.0.0.0/8")]
    public async Task Connections_OfATrustedProxy_AreNotBounded(string proxy)
    {
        await using var server = new TestServer(options =>
        {
            options.Http.MaxConnectionsPerAddress = 1;
            options.Http.LimitLoopback = true;
            options.Http.TrustedProxies.Add(proxy);
        });
        await server.InitializeAsync();
        var held = new List<Socket>();
        for (var number = 0; number < Share; number++)
        {
            held.Add(await ConnectAsync(server, "127.0.0.2"));
        }

        foreach (var socket in held)
        {
            (await AskAsync(socket)).ShouldStartWith("HTTP/1.1 200");
            socket.Dispose();
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "c000:201::", false)]
    public void Clients_AreAddressesAndNetworksOfIPv6(string one, string other, bool same) =>
        (ClientAddress.KeyOf(IPAddress.Parse(one)) == ClientAddress.KeyOf(IPAddress.Parse(other))).ShouldBe(same);

    private static async Task<Socket> ConnectAsync(TestServer server, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, Cancelled);
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket)
    {
        await socket.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Cancelled);
        var answer = new byte[4096];
        return Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer, Cancelled));
    }

    private static async Task<bool> IsRefusedAsync(TestServer server, string from)
    {
        try
        {
            using var socket = await ConnectAsync(server, from);
            return await socket.ReceiveAsync(new byte[1], Cancelled) == 0;
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }
}
