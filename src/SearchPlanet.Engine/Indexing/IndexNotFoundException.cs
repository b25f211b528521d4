namespace SearchPlanet.Engine.Indexing;

/// <summary>There is no index where one was to be opened.</summary>
public sealed class IndexNotFoundException(string message) : IOException(message);
