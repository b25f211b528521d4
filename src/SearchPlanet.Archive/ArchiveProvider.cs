namespace SearchPlanet.Archive;

/// <summary>The database that holds the archive.</summary>
public enum ArchiveProvider
{
    /// <summary>One file beside the index; one machine.</summary>
    Sqlite,

    /// <summary>A server; several machines share it.</summary>
    Postgres,
}
