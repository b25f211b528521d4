namespace SearchPlanet.Archive;

/// <summary>What became of an incoming post.</summary>
public enum UpsertKind
{
    /// <summary>A story not seen before.</summary>
    New,

    /// <summary>Known, and something that matters differs: it has a new sequence number.</summary>
    Changed,

    /// <summary>Known by this source and the same: nothing was written.</summary>
    Unchanged,

    /// <summary>Known from another source, which is now added to it: it has a new sequence number.</summary>
    Duplicate,

    /// <summary>Known, and removed from the archive on purpose: it stays out.</summary>
    Removed,
}
