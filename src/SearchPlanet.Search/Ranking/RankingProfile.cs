namespace SearchPlanet.Search.Ranking;

/// <summary>
/// What the ranking is made of, each ingredient apart, so that the relevance lab can do without it. The values are those that did well on
/// many collections at once: CACM, Cranfield, and made from posts anchor texts of links, the text around links, headings, identifiers, tags, short titles.
/// </summary>
public sealed record RankingProfile
{
    /// <summary>A user's search.</summary>
    public static readonly RankingProfile Default = new();

    /// <summary>The same matches without what only orders them: for counting, which would pay for it all the same.</summary>
    public static readonly RankingProfile Unranked = new() { ExactWeight = 0, ProximityWeight = 0, WholeTitleWeight = 0, RecencyWeight = 0 };

    /// <summary>How much more a word counts in the title than in the body.</summary>
    public float TitleWeight { get; init; } = 2.5f;

    public float TagWeight { get; init; } = 1.5f;

    public float AuthorWeight { get; init; } = 1f;

    public float CodeWeight { get; init; } = 1f;

    /// <summary>BM25's saturation of repeated words; above the usual 1.2 because words of the title count for more than one.</summary>
    public float K1 { get; init; } = 1.8f;

    /// <summary>BM25's length normalisation; below the usual 0.75: a long post that answers is not the worse for it.</summary>
    public float B { get; init; } = 0.6f;

    /// <summary>Matches inflections of words by their stems.</summary>
    public bool UsesStems { get; init; } = true;

    /// <summary>Lets whole identifiers be found by their parts.</summary>
    public bool UsesParts { get; init; } = true;

    /// <summary>What the very form typed counts beside all forms of its word; 0 for nothing.</summary>
    public float ExactWeight { get; init; } = 0.4f;

    public bool UsesSynonyms { get; init; } = true;

    /// <summary>What words side by side add; 0 for nothing.</summary>
    public float ProximityWeight { get; init; } = 0.2f;

    /// <summary>What a title that is the query and nothing else adds, for each word by its rarity; 0 for nothing.</summary>
    public float WholeTitleWeight { get; init; } = 0.5f;

    /// <summary>The part of its score that a very old post, or one without a date, loses; 0 for none.</summary>
    public float RecencyWeight { get; init; } = 0.05f;
}
