namespace SearchPlanet.Engine.Search;

/// <summary>
/// Receives the matches of one segment a window of documents at a time, not document by document: so totals are
/// population counts, facets walk columns, and only competitive documents cost a comparison.
/// </summary>
public abstract class LeafCollector
{
    /// <summary>
    /// Documents whose score is not above this need not be reported as candidates. Read before each window; it may only
    /// rise. Negative infinity wants all, positive infinity (the default) none.
    /// </summary>
    public virtual float MinCompetitiveScore => float.PositiveInfinity;

    /// <summary>Called in place of counting when the number of matches is known beforehand; only with <see cref="CollectMode.Count"/>.</summary>
    public virtual void AddCount(int count)
    {
    }

    /// <summary>Takes a window. Its buffers are valid during the call only.</summary>
    public abstract void Collect(DocWindow window);
}
