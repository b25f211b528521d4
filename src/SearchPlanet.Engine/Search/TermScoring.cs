using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>A term's weight with the norms of its field worked out: scores without a division but one.</summary>
internal sealed class TermScoring(float weight, float[] norms)
{
    // Bounds from impacts are exact in real numbers; rounding may put a score an ulp above its neighbour.
    private const float Slack = 1.000001f;

    internal float Score(float freq, byte norm) => BM25Similarity.Score(weight, freq, norms[norm]);

    /// <summary>No score is above this.</summary>
    internal float Bound => weight * Slack;

    /// <summary>The least frequency whose score at a norm can be above <paramref name="minScore"/>: not less than 1.</summary>
    internal int MinFreq(double minScore, byte norm)
    {
        // weight f / (f + n) > s  <=>  f > s n / (weight - s)
        if (minScore <= 0)
        {
            return 1;
        }

        var room = Bound - minScore;
        return room <= 0 ? int.MaxValue : (int)Math.Clamp(Math.Ceiling(minScore * norms[norm] / room * (1 - 1e-5)), 1, 1 << 24);
    }

    internal float BoundOf(Impacts impacts)
    {
        var best = 0f;
        for (var i = 0; i < impacts.Count; i++)
        {
            var freq = impacts.Freq(i);
            best = Math.Max(best, freq == int.MaxValue ? weight : Score(freq, impacts.Norm(i)));
        }

        return best * Slack;
    }
}
