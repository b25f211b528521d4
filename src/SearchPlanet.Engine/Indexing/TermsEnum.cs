namespace SearchPlanet.Engine.Indexing;

/// <summary>A cursor over the terms of one field in one segment, in UTF-8 byte order. For one thread.</summary>
public sealed class TermsEnum
{
    /// <summary>The current term; valid until the next move.</summary>
    public ReadOnlySpan<byte> Term => throw new NotSupportedException();

    /// <summary>The current term's rank.</summary>
    public int Ordinal => throw new NotSupportedException();

    public int DocFreq => throw new NotSupportedException();

    public long TotalTermFreq => throw new NotSupportedException();

    /// <summary>All that is known of the current term.</summary>
    public TermState State => throw new NotSupportedException();

    /// <summary>Moves to the next term; false behind the last.</summary>
    public bool Next() => throw new NotSupportedException();

    /// <summary>Moves to this very term; when it is not there the position is undefined.</summary>
    public bool SeekExact(ReadOnlySpan<byte> term) => throw new NotSupportedException();

    /// <summary>Moves to the least term that is not below <paramref name="term"/>.</summary>
    public SeekStatus SeekCeil(ReadOnlySpan<byte> term) => throw new NotSupportedException();

    /// <summary>Moves to a term by rank, 0 to <see cref="Terms.Count"/> - 1.</summary>
    public void SeekOrdinal(int ordinal) => throw new NotSupportedException();

    /// <summary>Moves to the next term that is accepted, seeking over what cannot be; false when there is none.</summary>
    public bool NextAccepted(ITermAcceptor acceptor) => throw new NotSupportedException();
}
