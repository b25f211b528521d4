namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// A column of sets of strings: each document has ordinals of a sorted dictionary. Read in place; shared by threads.
/// </summary>
/// <remarks>
/// Ordinals are kept in <see cref="OrdinalWidth"/> bytes each, raised by one. When <see cref="IsSingleValued"/>, entry d is that
/// of document d and 0 means none. Otherwise the entries of document d are those from <c>Offsets[d]</c> to <c>Offsets[d + 1]</c>, rising.
/// </remarks>
public sealed class SortedSetDocValues
{
    public int MaxDoc => throw new NotSupportedException();

    /// <summary>Distinct values.</summary>
    public int ValueCount => throw new NotSupportedException();

    /// <summary>No document has more than one value.</summary>
    public bool IsSingleValued => throw new NotSupportedException();

    /// <summary>1, 2 or 4.</summary>
    public int OrdinalWidth => throw new NotSupportedException();

    /// <summary>Entries, raised by one, when <see cref="OrdinalWidth"/> is 1.</summary>
    public ReadOnlySpan<byte> Ordinals1 => throw new NotSupportedException();

    /// <summary>Entries, raised by one, when <see cref="OrdinalWidth"/> is 2.</summary>
    public ReadOnlySpan<ushort> Ordinals2 => throw new NotSupportedException();

    /// <summary>Entries, raised by one, when <see cref="OrdinalWidth"/> is 4.</summary>
    public ReadOnlySpan<uint> Ordinals4 => throw new NotSupportedException();

    /// <summary>MaxDoc + 1 places in the entries; empty when <see cref="IsSingleValued"/>.</summary>
    public ReadOnlySpan<uint> Offsets => throw new NotSupportedException();

    /// <summary>How many values the document has.</summary>
    public int CountOf(int doc) => throw new NotSupportedException();

    /// <summary>A value's ordinal, the <paramref name="i"/>th of the document, rising.</summary>
    public int OrdinalOf(int doc, int i) => throw new NotSupportedException();

    /// <summary>The UTF-8 of a value, in place.</summary>
    public ReadOnlySpan<byte> LookupOrd(int ordinal) => throw new NotSupportedException();

    /// <summary>The ordinal of a value, or -1 - (where it would be).</summary>
    public int LookupTerm(ReadOnlySpan<byte> value) => throw new NotSupportedException();
}
