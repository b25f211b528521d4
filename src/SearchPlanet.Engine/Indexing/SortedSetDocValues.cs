using System.Buffers.Binary;
using SearchPlanet.Engine.Codecs;

namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// A column of sets of strings: each document has ordinals of a sorted dictionary. Read in place; shared by threads. See <see cref="SortedSetFormat"/>.
/// </summary>
/// <remarks>
/// Ordinals are kept in <see cref="OrdinalWidth"/> bytes each, raised by one. When <see cref="IsSingleValued"/>, entry d is that
/// of document d and 0 means none. Otherwise the entries of document d are those from <c>Offsets[d]</c> to <c>Offsets[d + 1]</c>, rising.
/// Bounds: the column's parts are checked once to lie in their section; what is read from them is checked where it is used as a place.
/// </remarks>
public sealed unsafe class SortedSetDocValues
{
    private readonly Section _section;
    private readonly uint* _starts;
    private readonly byte* _values;
    private readonly uint* _offsets;
    private readonly byte* _ordinals;
    private readonly int _entries;

    internal SortedSetDocValues(Section section, int maxDoc)
    {
        _section = section;
        MaxDoc = maxDoc;
        var header = section.Span<byte>(0, SortedSetFormat.HeaderBytes);
        ValueCount = BinaryPrimitives.ReadInt32LittleEndian(header);
        _entries = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        OrdinalWidth = header[8];
        IsSingleValued = header[9] == 1;
        if (ValueCount < 0 || _entries < 0 || OrdinalWidth != SortedSetFormat.WidthFor(ValueCount) || (IsSingleValued && _entries != maxDoc))
        {
            throw section.Corrupt(0, "Malformed header of a column of strings");
        }

        _starts = (uint*)section.At(SortedSetFormat.HeaderBytes, 4L * (ValueCount + 1L));
        _values = section.At(SortedSetFormat.HeaderBytes + (4L * (ValueCount + 1L)), _starts[ValueCount]);
        _offsets = IsSingleValued ? null : (uint*)section.At(BinaryPrimitives.ReadInt64LittleEndian(header[16..]), 4L * (maxDoc + 1L));
        _ordinals = section.At(BinaryPrimitives.ReadInt64LittleEndian(header[24..]), (long)OrdinalWidth * _entries);
    }

    public int MaxDoc { get; }

    /// <summary>Distinct values.</summary>
    public int ValueCount { get; }

    /// <summary>No document has more than one value.</summary>
    internal bool IsSingleValued { get; }

    /// <summary>1, 2 or 4.</summary>
    internal int OrdinalWidth { get; }

    /// <summary>Entries, raised by one, when <see cref="OrdinalWidth"/> is 1.</summary>
    internal ReadOnlySpan<byte> Ordinals1 => OrdinalWidth == 1 ? new(_ordinals, _entries) : default;

    /// <summary>Entries, raised by one, when <see cref="OrdinalWidth"/> is 2.</summary>
    internal ReadOnlySpan<ushort> Ordinals2 => OrdinalWidth == 2 ? new(_ordinals, _entries) : default;

    /// <summary>Entries, raised by one, when <see cref="OrdinalWidth"/> is 4.</summary>
    internal ReadOnlySpan<uint> Ordinals4 => OrdinalWidth == 4 ? new(_ordinals, _entries) : default;

    /// <summary>MaxDoc + 1 places in the entries; empty when <see cref="IsSingleValued"/>.</summary>
    internal ReadOnlySpan<uint> Offsets => _offsets is null ? default : new(_offsets, MaxDoc + 1);

    /// <summary>How many values the document has.</summary>
    public int CountOf(int doc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)doc, (uint)MaxDoc, nameof(doc));
        if (IsSingleValued)
        {
            return Entry(doc) == 0 ? 0 : 1;
        }

        var begin = _offsets[doc];
        var end = _offsets[doc + 1];
        return begin <= end && end <= (uint)_entries ? (int)(end - begin) : throw Corrupt("Entries of a document are out of place");
    }

    /// <summary>A value's ordinal, the <paramref name="i"/>th of the document, rising.</summary>
    public int OrdinalOf(int doc, int i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)CountOf(doc), nameof(i));
        var entry = Entry(IsSingleValued ? doc : (long)_offsets[doc] + i);
        return entry - 1 < (uint)ValueCount ? (int)(entry - 1) : throw Corrupt("Ordinal beyond the dictionary");
    }

    /// <summary>The UTF-8 of a value, in place.</summary>
    public ReadOnlySpan<byte> LookupOrd(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)ValueCount, nameof(ordinal));
        var begin = _starts[ordinal];
        var end = _starts[ordinal + 1];
        return begin <= end && end <= _starts[ValueCount]
            ? new ReadOnlySpan<byte>(_values + begin, (int)(end - begin))
            : throw Corrupt("Value is out of place");
    }

    /// <summary>The ordinal of a value, or -1 - (where it would be).</summary>
    public int LookupTerm(ReadOnlySpan<byte> value)
    {
        var low = 0;
        var high = ValueCount - 1;
        while (low <= high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            var order = LookupOrd(middle).SequenceCompareTo(value);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1 - low;
    }

    private uint Entry(long i) => OrdinalWidth switch
    {
        1 => _ordinals[i],
        2 => ((ushort*)_ordinals)[i],
        _ => ((uint*)_ordinals)[i],
    };

    private Store.CorruptIndexException Corrupt(string what) => _section.Corrupt(0, what);
}
