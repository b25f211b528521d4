namespace SearchPlanet.Feeds;

/// <summary>The bounds that keep any document cheap. Each is far above what real feeds have.</summary>
public static class FeedLimits
{
    public const int MaxDepth = 256;

    /// <summary>Elements in a document, those inside inline markup not counted.</summary>
    public const int MaxElements = 1_000_000;

    public const int MaxItems = 100_000;

    /// <summary>Attributes read of one element; the rest is skipped.</summary>
    public const int MaxAttributes = 128;

    /// <summary>Namespace declarations in scope at once; further ones are skipped.</summary>
    public const int MaxPrefixes = 256;

    /// <summary>The length of an address that others are resolved against; to a longer one nothing is relative.</summary>
    public const int MaxBaseLength = 1_024;

    /// <summary>Elements of one name kept in one entry (categories, links, enclosures …).</summary>
    public const int MaxRepeated = 1_000;
}
