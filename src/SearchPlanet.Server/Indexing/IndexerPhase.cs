namespace SearchPlanet.Server.Indexing;

/// <summary>What the indexer is doing, for the status page and readiness.</summary>
internal enum IndexerPhase
{
    Starting,

    /// <summary>Reading what the archive had before the start, or all of it where there was no index.</summary>
    CatchingUp,

    /// <summary>Reading all of the archive into a new index; searches use the old one meanwhile.</summary>
    Rebuilding,

    /// <summary>Up to date; new posts are taken in as they come.</summary>
    Following,

    /// <summary>Another process writes this index; we only read it.</summary>
    Reading,

    /// <summary>The archive cannot be reached; searches go on over what is there.</summary>
    WaitingForArchive,
}
