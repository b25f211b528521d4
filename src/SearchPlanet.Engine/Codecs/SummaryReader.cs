using System.Runtime.CompilerServices;

namespace SearchPlanet.Engine.Codecs;

/// <summary>Finds records in place. See <see cref="SummaryFormat"/>.</summary>
internal sealed unsafe class SummaryReader
{
    private readonly int _maxDoc;
    private readonly ulong* _bases;
    private readonly byte* _offsets;

    public SummaryReader(Section section, int maxDoc)
    {
        Section = section;
        _maxDoc = maxDoc;
        var footer = section.Length - sizeof(long);
        var at = Unsafe.ReadUnaligned<long>(section.At(footer, sizeof(long)));
        long groups = SummaryFormat.Groups(maxDoc);
        if (at < 0 || at + (groups * sizeof(ulong)) + ((maxDoc + 1L) * sizeof(uint)) != footer)
        {
            throw section.Corrupt(footer, "Offsets are out of place");
        }

        _bases = (ulong*)section.At(at, groups * sizeof(ulong));
        _offsets = (byte*)(_bases + groups);
    }

    public Section Section { get; }

    public ReadOnlySpan<byte> Record(int doc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)doc, (uint)_maxDoc, nameof(doc));
        var begin = Offset(doc);
        var end = doc + 1 == _maxDoc ? (long)_bases[doc >> SummaryFormat.GroupShift] + Raw(doc + 1) : Offset(doc + 1);
        return Section.Span<byte>(begin, end - begin);
    }

    private long Offset(int doc) => (long)_bases[doc >> SummaryFormat.GroupShift] + Raw(doc);

    private uint Raw(int doc) => Unsafe.ReadUnaligned<uint>(_offsets + ((long)doc * sizeof(uint)));
}
