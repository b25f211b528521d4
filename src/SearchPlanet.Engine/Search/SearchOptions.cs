namespace SearchPlanet.Engine.Search;

/// <summary>What a search shall return.</summary>
public sealed record SearchOptions
{
    /// <summary>Hits wanted, 0 or more. Default 10.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>The order; null (default) is by score.</summary>
    public Sort? Sort { get; init; }

    /// <summary>Only hits behind this one, the last of the page before, in the same order over the same snapshot (or, sorted by columns that name a document, over any).</summary>
    public ScoreDoc? After { get; init; }

    /// <summary>Counts every match (default). Otherwise the count may stop once the best hits are known.</summary>
    public bool ExactTotal { get; init; } = true;

    /// <summary>When this is cancelled, a faceted search ends with what it has found so far, after one window of documents at the least.</summary>
    public CancellationToken Budget { get; init; }
}
