namespace SearchPlanet.Engine.Search;

/// <summary>Rising documents with their scores, worked out beforehand.</summary>
/// <param name="Count">How much of the arrays is used.</param>
internal sealed record ScoredDocs(int[] Docs, double[] Scores, int Count)
{
    internal double MaxScore { get; } = Scores.AsSpan(0, Count).ToArray().DefaultIfEmpty(0).Max();
}
