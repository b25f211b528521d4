namespace SearchPlanet.Ingestion.Importers;

/// <summary>What became of one file.</summary>
/// <param name="Path">As it was given or found.</param>
/// <param name="Kind">Null when it could not be found out; the file was then refused.</param>
public sealed record ImportFileReport(string Path, ImportKind? Kind)
{
    /// <summary>Posts, or subscriptions of an OPML file, that the file holds; those refused count too.</summary>
    public int Read { get; init; }

    public int New { get; init; }

    public int Changed { get; init; }

    public int Unchanged { get; init; }

    /// <summary>Known from another source, which they now have as well.</summary>
    public int Duplicates { get; init; }

    /// <summary>How many were refused for each reason, in plain words.</summary>
    public IReadOnlyDictionary<string, int> Refused { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}
