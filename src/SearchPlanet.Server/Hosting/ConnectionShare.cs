using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Bounds the connections that one client holds open, whatever it does with them: <see cref="ClientLimits"/> counts requests, and who never
/// finishes one, or never reads its answer, makes none. Further ones are closed unanswered. Proxies that are trusted speak for many and are
/// not bounded; they have limits of their own for that. Thread-safe.
/// </summary>
internal sealed class ConnectionShare(SearchPlanetOptions options, TimeProvider time, ILogger<ConnectionShare> logger)
{
    private readonly ConcurrentDictionary<UInt128, int> _perClient = new();
    private readonly IReadOnlyList<System.Net.IPNetwork> _proxies = options.Http.TrustedNetworks();
    private readonly EventAllowance _refusals = new(1, time);
    private int _open;
    private long _refused;

    /// <summary>Connections open now, those of proxies included.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections closed unanswered since the start.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Sees a connection through to its end, or ends it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        UInt128? client = address is not null && IsBounded(address) ? ClientAddress.KeyOf(address) : null;
        if (client is { } comes && _perClient.AddOrUpdate(comes, 1, static (_, count) => count + 1) > options.Http.MaxConnectionsPerAddress)
        {
            Leave(comes);
            Interlocked.Increment(ref _refused);
            // An address is written here alone, and beside nothing that was asked: it is what has to be blocked.
            if (_refusals.TryTake(out _))
            {
                logger.LogWarning("Connection of {Client} refused: it has {Connections} open already", address, options.Http.MaxConnectionsPerAddress);
            }

            connection.Abort();
            return;
        }

        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            if (client is { } goes)
            {
                Leave(goes);
            }
        }
    }

    private bool IsBounded(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return options.Http.MaxConnectionsPerAddress > 0
            && (options.Http.LimitLoopback || !IPAddress.IsLoopback(plain))
            && !_proxies.Any(network => network.Contains(plain));
    }

    // Clients without a connection are forgotten: no more are known than there are connections.
    private void Leave(UInt128 client)
    {
        while (true)
        {
            var count = _perClient[client];
            if (count == 1 ? _perClient.TryRemove(new KeyValuePair<UInt128, int>(client, 1)) : _perClient.TryUpdate(client, count - 1, count))
            {
                return;
            }
        }
    }
}
