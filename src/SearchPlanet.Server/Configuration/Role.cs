namespace SearchPlanet.Server.Configuration;

/// <summary>A part of the work that a process takes on.</summary>
internal enum Role
{
    /// <summary>The pages for people. Needs <see cref="Search"/> in the same process.</summary>
    Web,

    /// <summary>The index, kept by following the archive, and the API.</summary>
    Search,

    /// <summary>Fetching feeds.</summary>
    Ingest,
}
