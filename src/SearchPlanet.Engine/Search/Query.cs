namespace SearchPlanet.Engine.Search;

/// <summary>What is looked for: immutable, reusable, equal to others by value (filters are cached by it).</summary>
public abstract record Query
{
    /// <summary>An equal query in a simpler form; the same instance when there is none.</summary>
    public virtual Query Rewrite() => this;

    /// <summary>Whether a segment's matches hang on what other segments hold: then they are those of one snapshot, and not cached.</summary>
    internal virtual bool DependsOnSnapshot => false;

    /// <summary>Binds the query to a searcher: its terms looked up, its statistics gathered.</summary>
    /// <param name="needsScores">False when only the matches count.</param>
    /// <param name="boost">Factor of all scores.</param>
    public abstract Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost);
}
