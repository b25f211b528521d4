namespace SearchPlanet.Engine.Search;

/// <summary>A query whose scores are multiplied.</summary>
public sealed record BoostQuery : Query
{
    /// <param name="inner">The query.</param>
    /// <param name="boost">Finite, not negative.</param>
    public BoostQuery(Query inner, float boost)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (!float.IsFinite(boost) || boost < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(boost), boost, "A boost is finite and not negative.");
        }

        Inner = inner;
        Boost = boost;
    }

    public Query Inner { get; }

    public float Boost { get; }

    internal override bool DependsOnSnapshot => Inner.DependsOnSnapshot;

    public override Query Rewrite()
    {
        var inner = Inner.Rewrite();
        return ReferenceEquals(inner, Inner) ? this : new BoostQuery(inner, Boost);
    }

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) =>
        Inner.CreateWeight(searcher, needsScores, boost * Boost);

    public override string ToString() => $"({Inner})^{Boost}";
}
