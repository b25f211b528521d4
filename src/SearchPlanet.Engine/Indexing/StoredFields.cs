namespace SearchPlanet.Engine.Indexing;

/// <summary>Reads what documents of one segment stored. For one thread; holds the last block of bodies, so ask in document order.</summary>
public sealed class StoredFields
{
    /// <summary>What result lists show. Valid while the reader is open.</summary>
    public StoredRecord Summary(int doc) => throw new NotSupportedException();

    /// <summary>The rest, decompressed. Valid until the next call.</summary>
    public StoredRecord Body(int doc) => throw new NotSupportedException();
}
