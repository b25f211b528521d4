namespace SearchPlanet.Engine.Search;

/// <summary>
/// Any of several scorers, or at least some number of them, document by document. Scores are added up; or, with a tie
/// breaker, the best one counts and the others by that factor.
/// </summary>
/// <param name="isFilter">No scores will be asked for, so that bits may be filled list by list.</param>
internal sealed class DisjunctionScorer(
    Scorer[] scorers, bool isFilter, int minimumMatches = 1, float? tieBreaker = null) : Scorer
{
    private readonly bool[] _matches = new bool[scorers.Length];
    private int _doc = -1;
    private int _filledTo = -1;

    public override int DocId => _doc;

    public override long Cost { get; } = scorers.Sum(static scorer => scorer.Cost);

    public override int NextDoc()
    {
        var least = NoMoreDocs;
        foreach (var scorer in scorers)
        {
            var doc = scorer.DocId;
            if (doc == _doc)
            {
                doc = scorer.NextDoc();
            }

            least = Math.Min(least, doc);
        }

        return _doc = least;
    }

    public override int Advance(int target)
    {
        var least = NoMoreDocs;
        foreach (var scorer in scorers)
        {
            var doc = scorer.DocId;
            if (doc < target)
            {
                doc = scorer.Advance(target);
            }

            least = Math.Min(least, doc);
        }

        return _doc = least;
    }

    public override bool Matches()
    {
        var count = 0;
        for (var i = 0; i < scorers.Length; i++)
        {
            _matches[i] = scorers[i].DocId == _doc && scorers[i].Matches();
            count += _matches[i] ? 1 : 0;
        }

        return count >= minimumMatches;
    }

    public override float Score()
    {
        double sum = 0;
        double best = 0;
        for (var i = 0; i < scorers.Length; i++)
        {
            if (!_matches[i])
            {
                continue;
            }

            double score = scorers[i].Score();
            sum += score;
            best = Math.Max(best, score);
        }

        return tieBreaker is { } factor ? (float)(best + ((sum - best) * factor)) : (float)sum;
    }

    public override float MaxScore(int from, int to)
    {
        double sum = 0;
        double best = 0;
        foreach (var scorer in scorers)
        {
            double bound = scorer.MaxScore(from, to);
            sum += bound;
            best = Math.Max(best, bound);
        }

        return MathF.BitIncrement(tieBreaker is { } factor ? (float)(best + ((sum - best) * factor)) : (float)sum);
    }

    public override void FillMatches(int from, int to, Span<ulong> bits)
    {
        if (!isFilter || minimumMatches > 1)
        {
            base.FillMatches(from, to, bits);
            return;
        }

        foreach (var scorer in scorers)
        {
            scorer.FillMatches(from, to, bits);
        }

        _filledTo = to;
    }

    public override int SkipTo(int to)
    {
        if (_filledTo != to)
        {
            return base.SkipTo(to);
        }

        var least = NoMoreDocs;
        foreach (var scorer in scorers)
        {
            least = Math.Min(least, scorer.SkipTo(to));
        }

        return least;
    }
}
