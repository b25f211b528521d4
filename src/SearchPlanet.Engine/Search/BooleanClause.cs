namespace SearchPlanet.Engine.Search;

/// <summary>A query in its part.</summary>
public sealed record BooleanClause(Query Query, Occur Occur);
