using System.Numerics;
using System.Runtime.InteropServices;

namespace SearchPlanet.Engine.Store;

/// <summary>CRC-32C (Castagnoli, RFC 3720), by the processor's instruction where there is one.</summary>
internal static class Crc32C
{
    /// <summary>Continues a checksum; begin with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var b in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
