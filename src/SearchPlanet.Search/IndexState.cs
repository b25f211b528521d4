namespace SearchPlanet.Search;

/// <summary>What was found where an index was looked for.</summary>
public enum IndexState
{
    /// <summary>No index yet: searches answer with nothing found.</summary>
    Missing,

    /// <summary>An index of this program's format, schema and analysis.</summary>
    Ready,

    /// <summary>An index of another format, schema or analysis. It cannot be searched; the archive's posts must be applied anew.</summary>
    Outdated,
}
