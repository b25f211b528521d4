using System.ComponentModel.DataAnnotations;

namespace SearchPlanet.Server.Configuration;

/// <summary>The index and its searches; section <c>SearchPlanet:Search</c>.</summary>
internal sealed class SearchOptions
{
    /// <summary>Milliseconds a request may take. A search answers with what it has by then, anything else is given up with 503. Default 1000.</summary>
    [Range(50, 60_000, ErrorMessage = "must be between 50 and 60000")]
    public int TimeoutMs { get; set; } = 1000;

    /// <summary>Searches that run at once; others wait their turn. 0 (default): twice the processors.</summary>
    [Range(0, 1024, ErrorMessage = "must be between 0 and 1024")]
    public int MaxConcurrent { get; set; }

    /// <summary>Requests that may wait for their turn before further ones are turned away with 503. Default 64.</summary>
    [Range(0, 10_000, ErrorMessage = "must be between 0 and 10000")]
    public int MaxQueued { get; set; } = 64;

    /// <summary>MiB of finished answers kept in memory. 0 switches the cache off. Default 32.</summary>
    [Range(0, 4096, ErrorMessage = "must be between 0 and 4096")]
    public int CacheMegabytes { get; set; } = 32;

    /// <summary>Milliseconds between looks at the archive, and so the longest that a new post waits. Default 500.</summary>
    [Range(50, 60_000, ErrorMessage = "must be between 50 and 60000")]
    public int RefreshMs { get; set; } = 500;

    /// <summary>
    /// The index's folder, relative to the data directory. Default <c>index</c>. Another one lets a new version make its own beside the old
    /// version's, over the same archive, before it takes over.
    /// </summary>
    [Required(ErrorMessage = "must not be empty")]
    public string IndexDirectory { get; set; } = "index";

    /// <summary>Seconds between commits of the index while posts come in. A crash costs indexing these again. Default 10.</summary>
    [Range(1, 3600, ErrorMessage = "must be between 1 and 3600")]
    public int CommitSeconds { get; set; } = 10;

    /// <summary>MiB of posts held in memory before they become a segment. Default 64.</summary>
    [Range(1, 4096, ErrorMessage = "must be between 1 and 4096")]
    public int BufferMegabytes { get; set; } = 64;
}
