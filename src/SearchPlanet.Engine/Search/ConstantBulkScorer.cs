using System.Numerics;

namespace SearchPlanet.Engine.Search;

/// <summary>Matches of one score: bits by the word, and candidates only until the threshold reaches that score.</summary>
internal sealed class ConstantBulkScorer(Scorer scorer, float score) : BulkScorer
{
    public override int Score(DocWindow window)
    {
        var to = window.From + DocWindow.Size;
        window.To = to;
        if (!window.HasMatches && score <= window.MinCompetitiveScore)
        {
            return Scorer.NoMoreDocs;
        }

        if (!window.HasMatches)
        {
            window.Matches.Clear();
        }

        scorer.FillMatches(window.From, to, window.Matches);
        if (score > window.MinCompetitiveScore)
        {
            for (var w = 0; w < window.Matches.Length; w++)
            {
                for (var word = window.Matches[w]; word != 0; word &= word - 1)
                {
                    window.AddCandidate(window.From + (w << 6) + BitOperations.TrailingZeroCount(word), score);
                }
            }
        }

        var next = scorer.SkipTo(to);
        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }

    internal override void Release() => scorer.Release();
}
