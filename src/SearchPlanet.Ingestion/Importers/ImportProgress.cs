namespace SearchPlanet.Ingestion.Importers;

/// <summary>How far an import is.</summary>
/// <param name="Path">The file being read.</param>
/// <param name="Read">Posts read from it so far.</param>
public sealed record ImportProgress(string Path, int Read);
