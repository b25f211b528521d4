namespace SearchPlanet.Server.Indexing;

/// <summary>The index has read what the archive does not hold any more, and has to be made anew from it. The message says how that shows.</summary>
internal sealed class ArchivePartedException(string message) : Exception(message);
