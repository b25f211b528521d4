namespace SearchPlanet.Engine.Search;

/// <summary>What a <see cref="SortField"/> compares.</summary>
public enum SortFieldKind
{
    /// <summary>The numbers of a column.</summary>
    Number,

    /// <summary>The scores.</summary>
    Score,
}
