using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// One term alone: whole blocks are skipped by their impacts (block-max, Ding &amp; Suel 2011), and within a block only
/// documents whose frequency could beat the threshold at the block's best norm are scored.
/// </summary>
internal sealed class TermBulkScorer(PostingsEnum postings, TermScoring scoring, FieldNorms norms, bool needsScores) : BulkScorer
{
    private int _block;
    private TermScorer? _matches;

    public override int Score(DocWindow window)
    {
        if (!window.HasMatches)
            return ScoreAll(window);

        // Each bit is wanted: the windows decode every block, and this only scores where it pays.
        _matches ??= new TermScorer(postings, scoring, norms);
        var to = window.From + DocWindow.Size;
        window.To = to;
        if (!needsScores || window.MinCompetitiveScore == float.PositiveInfinity
            || _matches.MaxScore(window.From, to) <= window.MinCompetitiveScore)
        {
            _matches.FillMatches(window.From, to, window.Matches);
        }
        else
        {
            _matches.AddCandidates(window, to);
        }
        var next = _matches.SkipTo(to);
        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }

    /// <summary>Goes through the list until the buffer has a block's worth of candidates, so that the threshold follows.</summary>
    private int ScoreAll(DocWindow window)
    {
        var threshold = window.MinCompetitiveScore;
        for (; _block < postings.BlockCount; _block++)
        {
            if (scoring.Bound <= threshold)
                break;
            var impacts = postings.ImpactsOf(_block);
            if (scoring.BoundOf(impacts) <= threshold)
                continue;
            postings.DecodeBlock(_block);
            AddBlock(window, postings.Docs, postings.Freqs, impacts, threshold);
            if (window.Count > 0)
            {
                window.To = postings.LastDocOf(_block) + 1;
                return ++_block < postings.BlockCount ? window.To : Scorer.NoMoreDocs;
            }
        }
        window.To = Scorer.NoMoreDocs;
        return Scorer.NoMoreDocs;
    }

    private void AddBlock(DocWindow window, ReadOnlySpan<int> docs, ReadOnlySpan<int> freqs, Impacts impacts, float threshold)
    {
        var minFreq = MinFreq(impacts, threshold);
        for (var i = 0; i < docs.Length; i++)
        {
            if (freqs[i] < minFreq)
                continue;
            var score = scoring.Score(freqs[i], norms[docs[i]]);
            if (score > threshold)
                window.AddCandidate(docs[i], score);
        }
    }

    /// <summary>No smaller frequency can beat the threshold in a block with these impacts.</summary>
    private int MinFreq(Impacts impacts, float threshold)
    {
        if (threshold <= 0)
            return 1;
        // Pairs rise in both, so the first has the least norm.
        var norm = impacts.Norm(0);
        var freq = 1;
        while (freq < 32 && scoring.Score(freq, norm) * 1.000001f <= threshold)
            freq++;
        return freq;
    }
}
