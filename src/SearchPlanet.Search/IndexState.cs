namespace SearchPlanet.Search;

/// <summary>What was found where an index was looked for.</summary>
public enum IndexState
{
    /// <summary>No index yet: searches answer with nothing found.</summary>
    Missing,

    /// <summary>An index whose first reading of the archive was cut off: it holds a part, and goes on from there.</summary>
    Partial,

    /// <summary>An index of this program's format, schema and analysis.</summary>
    Ready,

    /// <summary>
    /// An index of an earlier schema or analysis, written by another version of the program. It can be searched, if not as well as one made anew; the
    /// archive's posts must be applied anew.
    /// </summary>
    Earlier,

    /// <summary>An index of a format or schema that this program cannot read, written by another version of it. The archive's posts must be applied anew.</summary>
    Unreadable,

    /// <summary>An index that is damaged. The archive's posts must be applied anew.</summary>
    Damaged,
}
