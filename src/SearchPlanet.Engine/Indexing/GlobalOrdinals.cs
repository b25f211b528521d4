namespace SearchPlanet.Engine.Indexing;

/// <summary>
/// One numbering of a column's values over all segments of a <see cref="DirectoryReader"/>. Immutable and shared.
/// Global ordinals name values, they do not sort them: a value that a new segment brings is appended, so that a refresh
/// costs what the new segments hold.
/// </summary>
public sealed class GlobalOrdinals
{
    /// <summary>Global ordinals are below this; some may have no document any more.</summary>
    public int ValueCount => throw new NotSupportedException();

    /// <summary>For each ordinal of a segment its global one; empty when they are the same.</summary>
    /// <param name="segment">Place of the segment in <see cref="DirectoryReader.Leaves"/>.</param>
    public ReadOnlySpan<int> MapOf(int segment) => throw new NotSupportedException();

    /// <summary>The UTF-8 of a value.</summary>
    public ReadOnlySpan<byte> LookupOrd(int globalOrdinal) => throw new NotSupportedException();

    /// <summary>The global ordinal of a value, or -1.</summary>
    public int LookupTerm(ReadOnlySpan<byte> value) => throw new NotSupportedException();
}
