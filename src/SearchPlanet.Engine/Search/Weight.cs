using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>A query bound to one <see cref="IndexSearcher"/>; makes the scorers of each segment. Shared by threads.</summary>
public abstract class Weight
{
    /// <summary>The matches of a segment document by document; null when there are none. Each call makes a new one.</summary>
    public abstract Scorer? Scorer(Leaf leaf);

    /// <summary>The same a window at a time, as fast as the query allows; null when nothing matches.</summary>
    public virtual BulkScorer? BulkScorer(Leaf leaf, CollectMode mode) =>
        Scorer(leaf) is { } scorer ? new DefaultBulkScorer(scorer, mode.HasFlag(CollectMode.Scores)) : null;

    /// <summary>The number of live matches in a segment when it is known without looking at them, otherwise -1.</summary>
    public virtual int Count(Leaf leaf) => -1;

    /// <summary>How a document's score comes about; its value equals the score.</summary>
    /// <param name="doc">Document id in the segment.</param>
    public abstract Explanation Explain(Leaf leaf, int doc);

    /// <summary>A scorer that stands on <paramref name="doc"/>, or null when that does not match.</summary>
    private protected Scorer? ScorerAt(Leaf leaf, int doc)
    {
        var scorer = Scorer(leaf);
        return scorer is not null && scorer.Advance(doc) == doc && scorer.Matches() ? scorer : null;
    }
}
