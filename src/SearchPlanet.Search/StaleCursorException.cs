namespace SearchPlanet.Search;

/// <summary>The cursor is not one of ours, or belongs to another query or to an index that is gone. Start again from the first page.</summary>
public sealed class StaleCursorException(string message) : Exception(message);
