namespace SearchPlanet.Engine.Search;

/// <summary>The part of a clause in a <see cref="BooleanQuery"/>.</summary>
public enum Occur
{
    /// <summary>Must match, and scores.</summary>
    Must,

    /// <summary>May match, and scores then.</summary>
    Should,

    /// <summary>Must not match.</summary>
    MustNot,

    /// <summary>Must match, without scoring.</summary>
    Filter,
}
