namespace SearchPlanet.Engine.Indexing;

/// <summary>A segment in its place in a <see cref="DirectoryReader"/>.</summary>
/// <param name="Reader">The segment.</param>
/// <param name="Ordinal">Its place in <see cref="DirectoryReader.Leaves"/>.</param>
/// <param name="DocBase">What is added to its document ids to get those of the whole index.</param>
public sealed record Leaf(SegmentReader Reader, int Ordinal, int DocBase);
