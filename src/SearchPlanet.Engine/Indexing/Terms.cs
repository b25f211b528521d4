namespace SearchPlanet.Engine.Indexing;

/// <summary>The dictionary of one field in one segment.</summary>
public sealed class Terms
{
    /// <summary>Distinct terms.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>Documents with at least one term, deleted ones included.</summary>
    public int DocCount => throw new NotSupportedException();

    /// <summary>Sum of all document frequencies.</summary>
    public long SumDocFreq => throw new NotSupportedException();

    /// <summary>Occurrences of all terms: the field's length over all documents.</summary>
    public long SumTotalTermFreq => throw new NotSupportedException();

    /// <summary>A cursor before the first term.</summary>
    public TermsEnum Iterator() => throw new NotSupportedException();

    /// <summary>Looks one term up.</summary>
    public bool TryGet(ReadOnlySpan<byte> term, out TermState state) => throw new NotSupportedException();
}
