using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SearchPlanet.Server.Hosting;

/// <summary>What counts as one client: an IPv4 address; for IPv6 the /64, which is what one subscriber has.</summary>
internal static class ClientAddress
{
    /// <summary>A key for the client, the same for an IPv4 address and its form in IPv6.</summary>
    public static UInt128 KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out var length);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
        }
        // The length in the last byte, which is free in both, keeps the two families apart.
        return BinaryPrimitives.ReadUInt128BigEndian(bytes) | (UInt128)length;
    }
}
