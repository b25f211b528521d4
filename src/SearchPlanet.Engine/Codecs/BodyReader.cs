using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Finds blocks of bodies. See <see cref="BodyFormat"/>.</summary>
internal sealed unsafe class BodyReader
{
    private readonly int _maxDoc;
    private readonly ulong* _offsets;
    private readonly byte* _firstDocs;

    public BodyReader(Section section, int maxDoc)
    {
        Section = section;
        _maxDoc = maxDoc;
        var footer = section.Length - BodyFormat.FooterBytes;
        var at = section.At(footer, BodyFormat.FooterBytes);
        var index = Unsafe.ReadUnaligned<long>(at);
        var blocks = Unsafe.ReadUnaligned<long>(at + 8);
        if (blocks <= 0 || blocks > maxDoc || index < 0 || index + ((blocks + 1) * 12) != footer)
        {
            throw section.Corrupt(footer, "Index of blocks is out of place");
        }

        BlockCount = (int)blocks;
        _offsets = (ulong*)section.At(index, (blocks + 1) * 12);
        _firstDocs = (byte*)(_offsets + blocks + 1);
    }

    public Section Section { get; }

    public int BlockCount { get; }

    public int FirstDoc(int block) => (int)Math.Min(Unsafe.ReadUnaligned<uint>(_firstDocs + ((long)block * sizeof(uint))), (uint)_maxDoc);

    public ReadOnlySpan<byte> Block(int block) => Section.Span<byte>((long)_offsets[block], (long)(_offsets[block + 1] - _offsets[block]));

    public int BlockOf(int doc)
    {
        var low = 0;
        var high = BlockCount - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (FirstDoc(middle) <= doc)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Decompresses a block.</summary>
    /// <param name="original">Receives it; replaced when too short.</param>
    /// <returns>Its length.</returns>
    public int Decompress(int block, ref byte[] original)
    {
        var bytes = Block(block);
        if (bytes.Length < sizeof(int))
        {
            throw Corrupt(block);
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bytes = bytes[sizeof(int)..];

        // LZ4 makes at most 255 bytes of one: what claims more is damaged, and must not make us take memory for it.
        if (length < 0 || length > BodyFormat.MaxBlockBytes || length > bytes.Length * 255L)
        {
            throw Corrupt(block);
        }

        if (original.Length < length)
        {
            original = GC.AllocateUninitializedArray<byte>(Math.Max(length, 2 * BodyFormat.TargetBytes));
        }

        for (var at = 0; at < length; at += Lz4.MaxInput)
        {
            var count = Math.Min(Lz4.MaxInput, length - at);
            var partBytes = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
            if (partBytes < 0 || partBytes > bytes.Length - sizeof(int) || !Lz4.TryDecompress(bytes.Slice(sizeof(int), partBytes), original.AsSpan(at, count)))
            {
                throw Corrupt(block);
            }

            bytes = bytes[(sizeof(int) + partBytes)..];
        }

        return length;
    }

    /// <summary>Where each record of a decompressed block is.</summary>
    /// <param name="ends">Room for a number a document, and one before: receives where each record begins, and where the last ends.</param>
    public void ReadLengths(int block, ReadOnlySpan<byte> original, Span<int> ends)
    {
        var docs = FirstDoc(block + 1) - FirstDoc(block);
        fixed (byte* begin = original)
        {
            var at = begin;
            var end = begin + original.Length;
            long length = 0;
            for (var i = 0; i < docs; i++)
            {
                if (!VarInt.TryRead(ref at, end, out var record))
                {
                    throw Corrupt(block);
                }

                ends[i] = (int)length;
                length += record;
                if (length > original.Length)
                {
                    throw Corrupt(block);
                }
            }

            if (length != end - at)
            {
                throw Corrupt(block);
            }

            ends[docs] = (int)length;
            var first = (int)(at - begin);
            for (var i = 0; i <= docs; i++)
            {
                ends[i] += first;
            }
        }
    }

    /// <summary>Documents of a block.</summary>
    public int DocsOf(int block)
    {
        var docs = FirstDoc(block + 1) - FirstDoc(block);
        return docs is > 0 and <= BodyFormat.MaxDocs ? docs : throw Corrupt(block);
    }

    private Store.CorruptIndexException Corrupt(int block) => Section.Corrupt((long)Math.Min(_offsets[block], (ulong)Section.Length), "Malformed block of bodies");
}
