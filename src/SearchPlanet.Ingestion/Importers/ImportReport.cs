namespace SearchPlanet.Ingestion.Importers;

/// <summary>What became of all files of an import.</summary>
public sealed record ImportReport(IReadOnlyList<ImportFileReport> Files)
{
    public int Read => Files.Sum(f => f.Read);

    public int New => Files.Sum(f => f.New);

    public int Changed => Files.Sum(f => f.Changed);

    public int Unchanged => Files.Sum(f => f.Unchanged);

    public int Duplicates => Files.Sum(f => f.Duplicates);

    /// <summary>How many were refused for each reason, files included.</summary>
    public IReadOnlyDictionary<string, int> Refused => Files
        .SelectMany(f => f.Refused)
        .GroupBy(r => r.Key, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Sum(r => r.Value), StringComparer.Ordinal);
}
