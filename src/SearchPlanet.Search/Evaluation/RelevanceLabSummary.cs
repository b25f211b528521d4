namespace SearchPlanet.Search.Evaluation;

/// <summary>What a run of the relevance lab did.</summary>
public sealed record RelevanceLabSummary(int Documents, int Queries, TimeSpan Indexing, TimeSpan Searching);
