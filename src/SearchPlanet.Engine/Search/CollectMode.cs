namespace SearchPlanet.Engine.Search;

/// <summary>What a collector wants to know of the matches. The less it asks for, the more a scorer may skip.</summary>
[Flags]
public enum CollectMode
{
    None = 0,

    /// <summary>How many there are.</summary>
    Count = 1,

    /// <summary>Each of them, as bits.</summary>
    Matches = 2,

    /// <summary>The scores of those above <see cref="LeafCollector.MinCompetitiveScore"/>.</summary>
    Scores = 4,
}
