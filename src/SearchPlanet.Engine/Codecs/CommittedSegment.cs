namespace SearchPlanet.Engine.Codecs;

/// <summary>A segment in a commit, and its deletions.</summary>
/// <param name="DeletionsFile">Null when none of its documents is deleted.</param>
internal sealed record CommittedSegment(SegmentInfo Info, string? DeletionsFile, int DeletedDocs);
