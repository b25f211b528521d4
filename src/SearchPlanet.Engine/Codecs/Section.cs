using System.Runtime.CompilerServices;
using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Codecs;

/// <summary>
/// The memory of a section. What decoders take from it for offsets and lengths they check against <see cref="Length"/>:
/// nothing outside is read, whatever the bytes.
/// </summary>
internal readonly unsafe struct Section(SegmentFile file, SectionEntry entry, byte* pointer)
{
    private readonly SegmentFile? _file = file;

    /// <summary>The first byte; null when there is no such section.</summary>
    public byte* Pointer { get; } = pointer;

    public SectionEntry Entry { get; } = entry;

    public bool Exists => _file is not null;

    public long Length => Entry.Length;

    public byte* End => Pointer + Entry.Length;

    /// <summary>So many bytes at an offset.</summary>
    /// <exception cref="CorruptIndexException">They are not all in the section.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* At(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            ThrowOutside(offset, length);
        }

        return Pointer + offset;
    }

    /// <summary>Values at an offset, in place.</summary>
    /// <exception cref="CorruptIndexException">They are not all in the section, or too many.</exception>
    public ReadOnlySpan<T> Span<T>(long offset, long count)
        where T : unmanaged
    {
        if (count is < 0 or > int.MaxValue)
        {
            ThrowOutside(offset, count);
        }

        return new ReadOnlySpan<T>(At(offset, count * sizeof(T)), (int)count);
    }

    public CorruptIndexException Corrupt(long offset, string what, object? expected = null, object? found = null) =>
        new(_file?.Name ?? "", Entry.Offset + offset, what, expected, found, Entry.Name);

    private void ThrowOutside(long offset, long length) =>
        throw Corrupt(offset, "Reaches out of its section", $"at most {Length}", $"{offset} + {length}");
}
