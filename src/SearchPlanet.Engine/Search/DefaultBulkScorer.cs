namespace SearchPlanet.Engine.Search;

/// <summary>Drives any <see cref="Scorer"/> document by document.</summary>
internal sealed class DefaultBulkScorer(Scorer scorer, bool needsScores) : BulkScorer
{
    public override int Score(DocWindow window)
    {
        var to = window.From + DocWindow.Size;
        var doc = scorer.DocId < window.From ? scorer.Advance(window.From) : scorer.DocId;
        var scores = needsScores && window.MinCompetitiveScore < float.PositiveInfinity;
        for (; doc < to; doc = scorer.NextDoc())
        {
            if (!scorer.Matches())
            {
                continue;
            }

            if (window.HasMatches)
            {
                window.SetMatch(doc);
            }

            if (scores && scorer.Score() is var score && score > window.MinCompetitiveScore)
            {
                window.AddCandidate(doc, score);
            }
        }

        window.To = to;
        return doc == Scorer.NoMoreDocs ? doc : doc & ~63;
    }
}
