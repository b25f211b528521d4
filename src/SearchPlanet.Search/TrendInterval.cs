namespace SearchPlanet.Search;

/// <summary>The width of a histogram's buckets.</summary>
public enum TrendInterval
{
    Day,

    /// <summary>From Monday.</summary>
    Week,
    Month,
    Year,
}
