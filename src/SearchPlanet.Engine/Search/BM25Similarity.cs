namespace SearchPlanet.Engine.Search;

/// <summary>
/// Okapi BM25 (Robertson et al., TREC-3, 1994) in Lucene 8's form: without the constant factor k1 + 1, with lengths of
/// one byte (<see cref="Indexing.SmallFloat"/>), in Lucene's order of operations and precisions, so that scores are the
/// same floats.
/// </summary>
/// <param name="K1">How slowly repeated words saturate; not negative.</param>
/// <param name="B">How much long fields are held back, 0 to 1.</param>
public sealed record BM25Similarity(float K1 = 1.2f, float B = 0.75f)
{
    /// <summary>The weight of a term's rarity: ln(1 + (N - n + 0.5) / (n + 0.5)).</summary>
    /// <param name="docFreq">Documents that hold the term.</param>
    /// <param name="docCount">Documents that have the field.</param>
    public static float Idf(long docFreq, long docCount) =>
        (float)Math.Log(1 + ((docCount - docFreq + 0.5) / (docFreq + 0.5)));

    /// <summary>The length norm k1 (1 - b + b length / average).</summary>
    public float Norm(float length, float averageLength) => K1 * ((1 - B) + (B * length / averageLength));

    /// <summary>A term's score. Rises with <paramref name="freq"/>, falls with <paramref name="norm"/>.</summary>
    public static float Score(float weight, float freq, float norm) => weight * (float)(freq / (freq + (double)norm));
}
