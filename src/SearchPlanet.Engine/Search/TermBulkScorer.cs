using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// One term alone: whole blocks are skipped by their impacts (block-max, Ding &amp; Suel 2011), and within a block only
/// documents whose frequency could beat the threshold at the block's best norm are scored.
/// </summary>
internal sealed class TermBulkScorer(PostingsEnum postings, TermScoring scoring, FieldNorms norms, bool needsScores) : BulkScorer
{
    private readonly TermScorer _term = new(postings, scoring, norms);
    private int _block;

    public override int Score(DocWindow window)
    {
        if (!window.HasMatches)
        {
            return ScoreAll(window);
        }

        // Each bit is wanted: the windows decode every block, and this only scores where it pays.
        var to = window.From + DocWindow.Size;
        window.To = to;
        if (!needsScores || window.MinCompetitiveScore == float.PositiveInfinity
            || _term.MaxScore(window.From, to) <= window.MinCompetitiveScore)
        {
            _term.FillMatches(window.From, to, window.Matches);
        }
        else
        {
            _term.AddCandidates(window, to);
        }

        var next = _term.SkipTo(to);
        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }

    /// <summary>Goes through the list up to the first block with candidates, so that the threshold follows.</summary>
    private int ScoreAll(DocWindow window)
    {
        var threshold = window.MinCompetitiveScore;
        for (; _block < postings.BlockCount; _block++)
        {
            if (scoring.Bound <= threshold)
            {
                break;
            }

            var impacts = postings.ImpactsOf(_block);
            if (scoring.BoundOf(impacts) <= threshold)
            {
                continue;
            }

            postings.DecodeBlock(_block);
            _term.AddCandidates(window, postings.Docs, postings.Freqs, scoring.MinFreq(threshold, impacts.Norm(0)));
            if (window.Count > 0)
            {
                window.To = postings.LastDocOf(_block) + 1;
                return ++_block < postings.BlockCount ? window.To : Scorer.NoMoreDocs;
            }
        }

        window.To = Scorer.NoMoreDocs;
        return Scorer.NoMoreDocs;
    }
}
