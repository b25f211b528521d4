namespace SearchPlanet.Server.Hosting;

/// <summary>More requests wait for their turn than are allowed to. The caller should come back later.</summary>
internal sealed class OverloadedException(Exception? inner = null) : Exception("Too many searches are waiting.", inner);
