namespace SearchPlanet.Engine.Indexing;

/// <summary>One thing that is broken in an index.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Section">The section of a segment, or null.</param>
/// <param name="Offset">Byte in the file, or -1.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
public sealed record IndexProblem(string File, string? Section, long Offset, string Message);
