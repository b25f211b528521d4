using System.Buffers.Binary;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Codecs;

/// <summary>An open segment file: its checked table of contents and the memory of its sections. See <see cref="SegmentFormat"/>.</summary>
internal sealed unsafe class SegmentFile : IDisposable
{
    private readonly IndexInput _input;
    private readonly SectionEntry[] _entries;

    /// <summary>Opens a file, checking its frame, not the sections' contents: see <see cref="Verify"/>.</summary>
    /// <exception cref="CorruptIndexException">The frame is damaged, of another version, or of another segment.</exception>
    public SegmentFile(IndexInput input, ulong id)
    {
        _input = input;
        var length = input.Length;
        if (length < SegmentFormat.HeaderBytes + SegmentFormat.TrailerBytes)
        {
            throw Corrupt(0, "File is too short", SegmentFormat.HeaderBytes + SegmentFormat.TrailerBytes, length);
        }

        var trailer = input.Pointer + length - SegmentFormat.TrailerBytes;
        var tail = new ReadOnlySpan<byte>(trailer, SegmentFormat.TrailerBytes);
        var trailerAt = length - SegmentFormat.TrailerBytes;
        Expect(trailerAt + 28, "Bad magic at the end", SegmentFormat.TrailerMagic, BinaryPrimitives.ReadUInt32LittleEndian(tail[28..]));
        Expect(trailerAt + 12, "Other format version", SegmentFormat.Version, BinaryPrimitives.ReadUInt32LittleEndian(tail[12..]));
        Expect(trailerAt + 16, "Wrong file length", (ulong)length, BinaryPrimitives.ReadUInt64LittleEndian(tail[16..]));
        var contents = BinaryPrimitives.ReadInt64LittleEndian(tail);
        var count = BinaryPrimitives.ReadInt32LittleEndian(tail[8..]);
        if (count is < 0 or > SegmentFormat.MaxEntries || contents != trailerAt - ((long)count * SegmentFormat.EntryBytes) || contents < SegmentFormat.HeaderBytes)
        {
            throw Corrupt(trailerAt, "Table of contents is out of place", trailerAt - ((long)count * SegmentFormat.EntryBytes), contents);
        }

        var header = new ReadOnlySpan<byte>(input.Pointer, SegmentFormat.HeaderBytes);
        var checksum = Crc32C.Append(Crc32C.Append(0, header), new ReadOnlySpan<byte>(input.Pointer + contents, (int)(trailerAt + 24 - contents)));
        Expect(trailerAt + 24, "Wrong checksum of the table of contents", checksum, BinaryPrimitives.ReadUInt32LittleEndian(tail[24..]));
        Expect(0, "Bad magic", SegmentFormat.HeaderMagic, BinaryPrimitives.ReadUInt32LittleEndian(header));
        Expect(8, "File of another segment", id, BinaryPrimitives.ReadUInt64LittleEndian(header[8..]));

        _entries = new SectionEntry[count];
        long end = SegmentFormat.HeaderBytes;
        for (var i = 0; i < count; i++)
        {
            var at = contents + ((long)i * SegmentFormat.EntryBytes);
            var bytes = new ReadOnlySpan<byte>(input.Pointer + at, SegmentFormat.EntryBytes);
            var entry = new SectionEntry(
                (SectionKind)BinaryPrimitives.ReadInt32LittleEndian(bytes),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));
            if (entry.Offset < end || entry.Offset % SegmentFormat.Alignment != 0 || entry.Length < 0 || entry.Length > contents - entry.Offset)
            {
                throw Corrupt(at, $"Section {entry.Name} is out of place");
            }

            end = entry.Offset + entry.Length;
            _entries[i] = entry;
        }
    }

    public string Name => _input.Name;

    public long Length => _input.Length;

    public ReadOnlySpan<SectionEntry> Entries => _entries;

    /// <summary>A section, or one of length 0 when the segment has it not.</summary>
    public Section Find(SectionKind kind, int field)
    {
        foreach (var entry in _entries)
        {
            if (entry.Kind == kind && entry.Field == field)
            {
                return new Section(this, entry, _input.Pointer + entry.Offset);
            }
        }

        return default;
    }

    /// <summary>Reads a whole section and compares its checksum.</summary>
    /// <returns>What is wrong, or null.</returns>
    public CorruptIndexException? Verify(SectionEntry entry, CancellationToken cancellationToken)
    {
        const int Step = 16 << 20;
        uint checksum = 0;
        for (long at = 0; at < entry.Length; at += Step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            checksum = Crc32C.Append(checksum, new ReadOnlySpan<byte>(_input.Pointer + entry.Offset + at, (int)Math.Min(Step, entry.Length - at)));
        }

        return checksum == entry.Checksum
            ? null
            : new CorruptIndexException(Name, entry.Offset, "Wrong checksum", $"{entry.Checksum:x8}", $"{checksum:x8}", entry.Name);
    }

    /// <summary>Checks that what lies between the sections is zero.</summary>
    public CorruptIndexException? VerifyGaps()
    {
        long end = SegmentFormat.HeaderBytes;
        var contents = Length - SegmentFormat.TrailerBytes - ((long)_entries.Length * SegmentFormat.EntryBytes);
        foreach ((var offset, var length) in _entries.Select(static e => (e.Offset, e.Length)).Append((contents, 0L)))
        {
            var nonZero = new ReadOnlySpan<byte>(_input.Pointer + end, (int)(offset - end)).IndexOfAnyExcept((byte)0);
            if (nonZero >= 0)
            {
                return new CorruptIndexException(Name, end + nonZero, "Byte between sections", 0, _input.Pointer[end + nonZero]);
            }

            end = offset + length;
        }

        return null;
    }

    /// <summary>See <see cref="IndexInput.ReleasePages"/>.</summary>
    public void ReleasePages() => _input.ReleasePages();

    public void Dispose() => _input.Dispose();

    private void Expect(long offset, string what, ulong expected, ulong found)
    {
        if (expected != found)
        {
            throw Corrupt(offset, what, $"{expected:x}", $"{found:x}");
        }
    }

    private CorruptIndexException Corrupt(long offset, string what, object? expected = null, object? found = null) =>
        new(Name, offset, what, expected, found);
}
