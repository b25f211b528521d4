namespace SearchPlanet.Archive;

/// <summary>Where the archive is.</summary>
public sealed class ArchiveOptions
{
    /// <summary>Default: SQLite.</summary>
    public ArchiveProvider Provider { get; set; }

    /// <summary>
    /// For PostgreSQL required: <c>Host=…;Database=…;Username=…</c>. For SQLite null by default, which means
    /// <c>archive.db</c> in the data folder; otherwise <c>Data Source=…</c>.
    /// </summary>
    public string? ConnectionString { get; set; }
}
