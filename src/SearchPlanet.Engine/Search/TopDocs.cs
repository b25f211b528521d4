using System.Collections.Immutable;

namespace SearchPlanet.Engine.Search;

/// <summary>The best hits of a search, best first.</summary>
/// <param name="TotalHits">How many documents match; with <paramref name="IsExact"/> false, at least so many.</param>
/// <param name="IsExact">Whether all matches were counted.</param>
/// <param name="ScoreDocs">The hits. Equal ones stand in the order of document ids.</param>
public sealed record TopDocs(long TotalHits, bool IsExact, ImmutableArray<ScoreDoc> ScoreDocs);
