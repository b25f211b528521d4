using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// All of several clauses, window by window: the rarest clause gives a list of documents, the others thin it out, by bits
/// where they are about as common and by galloping where they are far more common. What is left is scored only where the
/// bounds of the window's blocks can beat the threshold.
/// </summary>
internal sealed class ConjunctionBulkScorer : BulkScorer
{
    // Setting the bits of a block costs about a nanosecond a document, galloping to one about ten.
    private const int GallopRatio = 12;

    private readonly Leaf _leaf;
    private readonly BooleanWeight.Clause[] _required;
    private readonly bool[] _gallops;
    private readonly BooleanWeight.Clause[] _scoring;
    private readonly Scorer?[] _lookups;
    private readonly Scorer[] _prohibited;
    private readonly bool _needsScores;
    private readonly WindowBuffers _buffers = new();
    private int[]? _excluded;

    internal ConjunctionBulkScorer(
        Leaf leaf, BooleanWeight.Clause[] required, BooleanWeight.Clause[] optional, BooleanWeight.Clause[] prohibited, bool needsScores)
    {
        _leaf = leaf;
        _scoring = [.. required.Where(static clause => clause.Scores), .. optional];
        _lookups = new Scorer?[_scoring.Length];
        _required = required;
        Array.Sort(required, static (a, b) => a.Scorer.Cost.CompareTo(b.Scorer.Cost));
        _gallops = [.. required.Select(clause => clause.Scorer.Cost > GallopRatio * required[0].Scorer.Cost)];
        _prohibited = [.. prohibited.Select(static clause => clause.Scorer)];
        _needsScores = needsScores;
    }

    public override int Score(DocWindow window)
    {
        var from = window.From;
        var to = from + DocWindow.Size;
        window.To = to;
        var lead = _required[0].Scorer;
        var competes = _needsScores && Bound(from, to) > window.MinCompetitiveScore;
        if (!competes && !window.HasMatches)
            return to < _leaf.Reader.MaxDoc ? to : Scorer.NoMoreDocs;

        var count = lead.CopyMatches(from, to, _buffers.Docs);
        for (var i = 1; i < _required.Length && count > 0; i++)
        {
            count = _gallops[i]
                ? _required[i].Scorer.Retain(_buffers.Docs[..count])
                : RetainByBits(_required[i].Scorer, from, to, count);
        }
        foreach (var scorer in _prohibited)
            count = Exclude(scorer, count);

        var docs = _buffers.Docs[..count];
        if (window.HasMatches)
        {
            foreach (var doc in docs)
                window.SetMatch(doc);
        }
        if (competes && count > 0)
            ScoreDocs(window, docs);
        var next = lead.SkipTo(to);
        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }

    private double Bound(int from, int to)
    {
        double sum = 0;
        foreach (var clause in _scoring)
            sum += clause.Scorer.MaxScore(from, to);
        return sum;
    }

    private int RetainByBits(Scorer scorer, int from, int to, int count)
    {
        var bits = _buffers.ClearedScratch();
        scorer.FillMatches(from, to, bits);
        var docs = _buffers.Docs;
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var doc = docs[i];
            docs[kept] = doc;
            kept += (int)(bits[(doc - from) >> 6] >> doc) & 1;
        }
        return kept;
    }

    private int Exclude(Scorer scorer, int count)
    {
        _excluded ??= new int[DocWindow.Size];
        var docs = _buffers.Docs;
        docs[..count].CopyTo(_excluded);
        var excluded = scorer.Retain(_excluded.AsSpan(0, count));
        int kept = 0, next = 0;
        for (var i = 0; i < count; i++)
        {
            if (next < excluded && _excluded[next] == docs[i])
                next++;
            else
                docs[kept++] = docs[i];
        }
        return kept;
    }

    private void ScoreDocs(DocWindow window, ReadOnlySpan<int> docs)
    {
        var scores = _buffers.Scores[..docs.Length];
        scores.Clear();
        for (var i = 0; i < _scoring.Length; i++)
            (_lookups[i] ??= _scoring[i].Weight.Scorer(_leaf)!).AddScores(docs, scores);
        for (var i = 0; i < docs.Length; i++)
        {
            var score = (float)scores[i];
            if (score > window.MinCompetitiveScore)
                window.AddCandidate(docs[i], score);
        }
    }
}
