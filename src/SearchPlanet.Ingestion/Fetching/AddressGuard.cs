using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>
/// Decides which addresses may be fetched: one guard for feeds, redirects, articles and callbacks alike. Names are checked before a
/// request, and the address that is actually connected to is checked in <see cref="FeedHttpHandler"/>, so a name that resolves to
/// something else the second time gains nothing. Immutable.
/// </summary>
public sealed class AddressGuard
{
    private static readonly int[] UsualPorts = [80, 443, 8080, 8443];

    /// <summary>
    /// What IANA's special-purpose registries (RFC 6890 and later) keep off the public Internet. IPv6 prefixes that embed an IPv4 address are
    /// not here: they are judged by that address, see <see cref="EmbeddedIPv4"/>.
    /// </summary>
    private static readonly IPNetwork[] SpecialNetworks =
    [
        .. new[]
        {
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by carriers (CGNAT)
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, with the clouds' metadata services
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // AMT
            "192.88.99.0/24", // 6to4 relays, deprecated
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>All of IPv6 that is given out lies here; some parts of it are special.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork TranslationPrefix = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] SpecialNetworksV6 =
    [
        .. new[]
        {
            "2001::/23", // protocol assignments: Teredo, ORCHID, benchmarks
            "2001:db8::/32", // documentation
            "2620:4f:8000::/48", // AS112
            "3fff::/20", // documentation
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private readonly Dictionary<string, HashSet<int>> _allowedPrivateHosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<int> _allowedPorts;

    /// <exception cref="ArgumentException">An entry of <see cref="IngestionOptions.AllowedPrivateHosts"/> has a port that is no number.</exception>
    public AddressGuard(IngestionOptions options)
    {
        _allowedPorts = [.. UsualPorts, .. options.AllowedPorts];
        foreach (var entry in options.AllowedPrivateHosts)
        {
            // An IPv6 literal is written in brackets, as in a URL, so the last colon after them is the port's.
            var colon = entry.LastIndexOf(':');
            var hasPort = colon > entry.LastIndexOf(']') && colon == entry.IndexOf(':', Math.Max(0, entry.LastIndexOf(']')));
            var host = (hasPort ? entry[..colon] : entry).Trim('[', ']');
            if (!_allowedPrivateHosts.TryGetValue(host, out var ports))
            {
                _allowedPrivateHosts.Add(host, ports = []);
            }

            if (!hasPort)
            {
                ports.UnionWith(_allowedPorts);
            }
            else if (entry[(colon + 1)..] == "*")
            {
                ports.Add(AnyPort);
            }
            else if (ushort.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                ports.Add(port);
            }
            else
            {
                throw new ArgumentException($"\"{entry}\" is not host, host:port or host:*.", nameof(options));
            }
        }
    }

    private const int AnyPort = -1;

    /// <summary>Judges what can be judged without asking the name service.</summary>
    /// <returns>Null when it may be fetched, else why not, in plain words.</returns>
    public string? Refuse(Uri url)
    {
        if (!url.IsAbsoluteUri)
        {
            return "the address is not absolute";
        }

        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
        {
            return $"only http and https are fetched, not {url.Scheme}";
        }

        if (url.UserInfo.Length > 0)
        {
            return "the address holds a user name";
        }

        if (url.IdnHost.Length == 0)
        {
            return "the address names no host";
        }

        if (IsAllowedPrivate(url.IdnHost, url.Port))
        {
            return null;
        }

        if (!_allowedPorts.Contains(url.Port))
        {
            return $"port {url.Port} is not one of those allowed";
        }

        return IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && !IsPublic(address)
            ? $"{address} is not an address on the public Internet"
            : null;
    }

    /// <summary>Judges an address that a host's name has resolved to, at the moment of connecting.</summary>
    public bool MayConnect(string host, int port, IPAddress address) => IsPublic(address) || IsAllowedPrivate(host, port);

    /// <summary>Whether it is a unicast address of the public Internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(SpecialNetworks, network => network.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }
        // fe80::1%2 compares unequal to its network otherwise.
        address = new IPAddress(address.GetAddressBytes());
        if (EmbeddedIPv4(address) is { } embedded && !IsPublic(embedded))
        {
            return false;
        }

        return IsTranslated(address) || (GlobalUnicast.Contains(address) && !Array.Exists(SpecialNetworksV6, network => network.Contains(address)));
    }

    private bool IsAllowedPrivate(string host, int port) =>
        _allowedPrivateHosts.TryGetValue(host.Trim('[', ']'), out var ports) && (ports.Contains(AnyPort) || ports.Contains(port));

    /// <summary>IPv4 in the clothes of IPv6, as the operating system (mapped, RFC 4291) or the network (NAT64, RFC 6052) translates it.</summary>
    private static bool IsTranslated(IPAddress address) => address.IsIPv4MappedToIPv6 || TranslationPrefix.Contains(address);

    /// <summary>The IPv4 address that a packet to this IPv6 address ends up at: translated, or carried through 6to4 (RFC 3056) or ISATAP (RFC 5214).</summary>
    private static IPAddress? EmbeddedIPv4(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (IsTranslated(address))
        {
            return new IPAddress(bytes[12..]);
        }

        if (bytes is [0x20, 0x02, ..])
        {
            return new IPAddress(bytes[2..6]);
        }

        return (BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) & 0xfdff_ffff) == 0x0000_5efe ? new IPAddress(bytes[12..]) : null;
    }
}
