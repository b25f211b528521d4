using SearchPlanet.Engine.Store;

namespace SearchPlanet.Engine.Indexing;

/// <summary>Verifies an index: every checksum, and that its parts agree with each other.</summary>
public static class IndexChecker
{
    /// <summary>Checks the last commit.</summary>
    /// <returns>What is broken, file by file; nothing when the index is sound.</returns>
    public static IReadOnlyList<IndexProblem> Check(IndexDirectory directory, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
