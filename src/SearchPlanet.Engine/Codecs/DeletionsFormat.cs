using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Codecs;

/// <summary>The documents of a segment that are alive, beside it: each batch of deletions makes a new small file of the next generation.</summary>
/// <remarks><code>
/// Deletions := u32 magic "PDEL", u32 version, u64 id of the segment, u32 maxDoc, u32 deleted documents, u64{(maxDoc + 63) / 64} bits of
///              the living, u32 CRC-32C of all before
/// </code>
/// <para>Example, document 1 of three deleted: <c>50 44 45 4C 01 00 00 00 id*8 03 00 00 00 01 00 00 00 05 00*7 crc*4</c>.</para>
/// </remarks>
internal static class DeletionsFormat
{
    public const string Extension = ".del";

    private const uint Magic = 'P' | ('D' << 8) | ('E' << 16) | ((uint)'L' << 24);

    private const int HeaderBytes = 24;

    public static string FileName(string segment, long generation) => $"{segment}-{generation}{Extension}";

    public static void Write(IndexOutput output, SegmentInfo segment, FixedBitSet live, int deleted)
    {
        var bytes = new byte[HeaderBytes + (live.Words.Length * sizeof(ulong)) + sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), SegmentFormat.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), segment.Id);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), segment.MaxDoc);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), deleted);
        MemoryMarshal.AsBytes(live.Words).CopyTo(bytes.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint)), Crc32C.Append(0, bytes.AsSpan(0, bytes.Length - sizeof(uint))));
        output.Write(bytes);
    }

    /// <exception cref="CorruptIndexException">The file is damaged, or of another segment.</exception>
    public static FixedBitSet Read(string file, ReadOnlySpan<byte> bytes, SegmentInfo segment, int deleted)
    {
        var words = FixedBitSet.WordCount(segment.MaxDoc);
        var length = HeaderBytes + (words * sizeof(ulong)) + sizeof(uint);
        Expect(file, 0, "Wrong file length", (ulong)length, (ulong)bytes.Length);
        Expect(file, length - sizeof(uint), "Wrong checksum", Crc32C.Append(0, bytes[..^sizeof(uint)]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]));
        Expect(file, 0, "Bad magic", Magic, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        Expect(file, 4, "Other format version", SegmentFormat.Version, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        Expect(file, 8, "Deletions of another segment", segment.Id, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        Expect(file, 16, "Wrong number of documents", (ulong)segment.MaxDoc, BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]));
        Expect(file, 20, "Wrong number of deleted documents", (ulong)deleted, BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]));
        var live = new FixedBitSet(segment.MaxDoc);
        MemoryMarshal.Cast<byte, ulong>(bytes.Slice(HeaderBytes, words * sizeof(ulong))).CopyTo(live.Words);
        if ((segment.MaxDoc & 63) != 0)
        {
            live.Words[^1] &= (1UL << (segment.MaxDoc & 63)) - 1;
        }

        Expect(file, HeaderBytes, "Wrong number of living documents", (ulong)(segment.MaxDoc - deleted), (ulong)live.Cardinality());
        return live;
    }

    private static void Expect(string file, long offset, string what, ulong expected, ulong found)
    {
        if (expected != found)
        {
            throw new CorruptIndexException(file, offset, what, $"{expected:x}", $"{found:x}");
        }
    }
}
