using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Makes the connections of <see cref="FeedHttpClient"/>: no proxy, no cookies, no redirects or decompression of its own, and every connected address guarded.</summary>
public static class FeedHttpHandler
{
    /// <param name="resolve">Asks the name service; null for the system's.</param>
    public static SocketsHttpHandler Create(IngestionOptions options, AddressGuard guard, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        resolve ??= Dns.GetHostAddressesAsync;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            // A proxy would connect in our place, past the guard.
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            MaxResponseHeadersLength = 64,
            // Never read on only to keep a connection.
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // Validators go back byte for byte, and headers are read as Latin-1.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var host = context.DnsEndPoint.Host;
                var port = context.DnsEndPoint.Port;
                var resolved = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
                var allowed = Array.FindAll(resolved, address => guard.MayConnect(host, port, address));
                if (allowed.Length == 0)
                {
                    throw resolved.Length == 0
                        ? new SocketException((int)SocketError.HostNotFound)
                        : new AddressRefusedException($"{host} resolves to {resolved[0]}, which is not an address on the public Internet");
                }

                return await ConnectAsync(allowed, port, cancellationToken);
            },
        };
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
