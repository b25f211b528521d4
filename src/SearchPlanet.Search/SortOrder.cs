namespace SearchPlanet.Search;

/// <summary>How hits are ordered. The sort never changes which posts match.</summary>
public enum SortOrder
{
    /// <summary>Relevance with a query, newest without.</summary>
    Default,
    Relevance,
    Newest,
    Oldest,
}
