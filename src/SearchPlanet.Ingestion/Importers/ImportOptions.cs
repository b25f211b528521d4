namespace SearchPlanet.Ingestion.Importers;

/// <summary>How files are imported.</summary>
public sealed record ImportOptions
{
    public static ImportOptions Default { get; } = new();

    /// <summary>The kind of all files; null finds it out for each.</summary>
    public ImportKind? Kind { get; init; }

    /// <summary>The planet of posts that name none; null leaves them without.</summary>
    public string? Planet { get; init; }

    /// <summary>The blog of posts that name none: its host, or a name; null leaves what the file says.</summary>
    public string? Source { get; init; }
}
