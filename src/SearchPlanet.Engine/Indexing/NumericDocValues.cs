namespace SearchPlanet.Engine.Indexing;

/// <summary>A column of at most one number a document, read in place. Shared by threads.</summary>
public sealed class NumericDocValues
{
    /// <summary>Documents in the segment.</summary>
    public int MaxDoc => throw new NotSupportedException();

    /// <summary>Documents that have a value.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>Least value; 0 when there is none.</summary>
    public long Min => throw new NotSupportedException();

    /// <summary>Greatest value; 0 when there is none.</summary>
    public long Max => throw new NotSupportedException();

    /// <summary>The document's value, or 0 when it has none.</summary>
    public long Get(int doc) => throw new NotSupportedException();

    public bool HasValue(int doc) => throw new NotSupportedException();

    /// <summary>The values of many documents: <c>values[i]</c> is that of <c>docs[i]</c>, 0 when it has none.</summary>
    public void Fill(ReadOnlySpan<int> docs, Span<long> values) => throw new NotSupportedException();

    /// <summary>Adds to <paramref name="matches"/> every document whose value is from <paramref name="lo"/> to <paramref name="hi"/>, both included.</summary>
    public void FillRange(long lo, long hi, FixedBitSet matches) => throw new NotSupportedException();

    /// <summary>Keeps of <paramref name="docs"/> those whose value is from <paramref name="lo"/> to <paramref name="hi"/>, moving them to the front.</summary>
    /// <returns>How many remain.</returns>
    public int FilterRange(long lo, long hi, Span<int> docs) => throw new NotSupportedException();
}
