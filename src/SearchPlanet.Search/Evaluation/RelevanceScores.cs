namespace SearchPlanet.Search.Evaluation;

/// <summary>How well a run agrees with people's judgements: means over all judged queries, a query without an answer counting as 0.</summary>
/// <param name="Ndcg10">Normalised discounted cumulative gain of the first 10: gain is the grade, discount log2(rank + 1) (Järvelin and Kekäläinen, 2002).</param>
/// <param name="Mrr10">One over the rank of the first relevant document within the first 10.</param>
/// <param name="Recall100">Part of the relevant documents that is within the first 100.</param>
/// <param name="Map">Mean average precision over the whole run.</param>
public sealed record RelevanceScores(double Ndcg10, double Mrr10, double Recall100, double Map);
