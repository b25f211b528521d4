namespace SearchPlanet.Engine.Search;

/// <summary>A field over a whole index, deleted documents included.</summary>
/// <param name="DocCount">Documents with at least one term.</param>
/// <param name="SumTotalTermFreq">Occurrences of all terms.</param>
public sealed record CollectionStatistics(string Field, long DocCount, long SumTotalTermFreq)
{
    public float AverageLength => DocCount == 0 ? 1 : (float)(SumTotalTermFreq / (double)DocCount);
}
