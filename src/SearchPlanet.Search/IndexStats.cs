namespace SearchPlanet.Search;

/// <summary>The size and shape of an index.</summary>
/// <param name="Posts">Searchable ones.</param>
/// <param name="Deleted">Removed or replaced, and not merged away yet.</param>
/// <param name="Bytes">On disk, all files of the commit.</param>
/// <param name="LastSequence">The archive's sequence number up to which it has read.</param>
/// <param name="Version">As in <see cref="SearchResponse.IndexVersion"/>.</param>
/// <param name="SchemaFingerprint">Of the schema that it was written with.</param>
public sealed record IndexStats(int Posts, int Deleted, int Segments, long Bytes, long LastSequence, string Version, string SchemaFingerprint, IndexState State);
