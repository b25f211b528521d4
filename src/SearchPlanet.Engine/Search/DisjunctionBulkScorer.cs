using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Any of several clauses, window by window. The bits of all clauses give the exact total; scores come from MaxScore
/// (Turtle &amp; Flood 1995) on the bounds of the window's blocks (block-max, Ding &amp; Suel 2011): clauses whose bounds
/// together cannot beat the threshold are looked up only for documents that the others make promising.
/// </summary>
internal sealed class DisjunctionBulkScorer : BulkScorer
{
    private readonly Leaf _leaf;
    private readonly BooleanWeight.Clause[] _clauses;
    private readonly Scorer?[] _lookups;
    private readonly Scorer[] _prohibited;
    private readonly bool _needsScores;
    private readonly WindowBuffers _buffers = WindowBuffers.Rent();
    private readonly float[] _bounds;
    private readonly int[] _commonestFirst;
    private readonly int[] _order;

    internal DisjunctionBulkScorer(Leaf leaf, BooleanWeight.Clause[] clauses, BooleanWeight.Clause[] prohibited, bool needsScores)
    {
        _leaf = leaf;
        _clauses = clauses;
        _lookups = new Scorer?[clauses.Length];
        _prohibited = [.. prohibited.Select(static clause => clause.Scorer)];
        _needsScores = needsScores;
        _bounds = new float[clauses.Length];
        _order = new int[clauses.Length];
        _commonestFirst = [.. Enumerable.Range(0, clauses.Length).OrderByDescending(i => clauses[i].Scorer.Cost)];
    }

    public override int Score(DocWindow window)
    {
        var from = window.From;
        var to = from + DocWindow.Size;
        window.To = to;
        var threshold = _needsScores ? window.MinCompetitiveScore : float.PositiveInfinity;
        var essential = threshold == float.PositiveInfinity ? _clauses.Length : FirstEssential(from, to, threshold);
        if (essential < _clauses.Length)
        {
            ScoreEssential(window, to, essential, threshold);
        }
        else if (window.HasMatches)
        {
            FillMatches(window, to);
        }

        return Next(window, to, window.HasMatches ? 0 : essential);
    }

    internal override void Release() => _buffers.Return();

    /// <summary>
    /// Puts as many clauses first as fall short of the threshold together, and finds the first of the others, the essential
    /// ones. The commonest have the choice, since they cost most to go through: mostly these have the least bounds too, but
    /// not the terms of a fuzzy query, which count as equally rare.
    /// </summary>
    private int FirstEssential(int from, int to, float threshold)
    {
        var (essential, last) = (0, _order.Length);
        double sum = 0;
        foreach (var i in _commonestFirst)
        {
            _bounds[i] = _clauses[i].Scorer.MaxScore(from, to);
            if (sum + _bounds[i] > threshold)
            {
                _order[--last] = i;
                continue;
            }

            sum += _bounds[i];
            _order[essential++] = i;
        }

        return essential;
    }

    private void ScoreEssential(DocWindow window, int to, int essential, float threshold)
    {
        var bits = window.HasMatches ? window.Matches : _buffers.ClearedBits();
        var sums = _buffers.ClearedSums();
        var marks = _buffers.ClearedMarks(0);
        if (window.HasMatches)
        {
            for (var i = 0; i < essential; i++)
            {
                AddMatches(_clauses[_order[i]].Scorer, window.From, to, bits, marks);
            }
        }

        double all = 0, others = 0;
        for (var i = 0; i < _order.Length; i++)
        {
            all += _bounds[_order[i]];
            others = i < essential ? all : others;
        }

        for (var i = essential; i < _order.Length; i++)
        {
            // What falls short even if all other clauses did their utmost need not be scored.
            var clause = _order[i];
            var minScore = threshold - (all - _bounds[clause]);
            if (_clauses[clause].Scorer is TermScorer term)
            {
                term.AddWindowScores(window.From, to, marks, sums, minScore);
            }
            else
            {
                _clauses[clause].Scorer.AddWindowScores(window.From, to, bits, sums, minScore);
            }
        }

        WindowMarks.AddBits(marks, bits);
        RemoveProhibited(window, to, bits);

        var count = threshold < 0 || _prohibited.Length > 0
            ? _buffers.CandidatesFromBits(window.From, bits, threshold - others)
            : _buffers.CandidatesFromSums(window.From, threshold - others);
        for (var i = essential - 1; i >= 0 && count > 0; i--)
        {
            var clause = _order[i];
            (_lookups[clause] ??= _clauses[clause].Weight.Scorer(_leaf)!).AddScores(_buffers.Docs[..count], _buffers.Scores[..count]);
            others -= _bounds[clause];
            count = _buffers.RetainAbove(count, threshold - others);
        }

        for (var i = 0; i < count; i++)
        {
            var score = (float)_buffers.Scores[i];
            if (score > threshold)
            {
                window.AddCandidate(_buffers.Docs[i], score);
            }
        }
    }

    private void FillMatches(DocWindow window, int to)
    {
        var marks = _buffers.ClearedMarks(0);
        foreach (var clause in _clauses)
        {
            AddMatches(clause.Scorer, window.From, to, window.Matches, marks);
        }

        WindowMarks.AddBits(marks, window.Matches);
        RemoveProhibited(window, to, window.Matches);
    }

    private static void AddMatches(Scorer scorer, int from, int to, Span<ulong> bits, Span<byte> marks)
    {
        if (scorer is TermScorer { IsDense: false } term)
        {
            term.MarkMatches(from, to, marks);
        }
        else
        {
            scorer.FillMatches(from, to, bits);
        }
    }

    private void RemoveProhibited(DocWindow window, int to, Span<ulong> bits)
    {
        foreach (var scorer in _prohibited)
        {
            var excluded = _buffers.ClearedScratch();
            scorer.FillMatches(window.From, to, excluded);
            for (var i = 0; i < excluded.Length; i++)
            {
                bits[i] &= ~excluded[i];
            }
        }
    }

    /// <summary>The next document of any clause that was moved in this window.</summary>
    private int Next(DocWindow window, int to, int essential)
    {
        // Clauses left behind are not moved here: without bits they may hold matches anywhere from `to` on.
        if (!window.HasMatches && essential > 0)
        {
            return to < _leaf.Reader.MaxDoc ? to : Scorer.NoMoreDocs;
        }

        var next = Scorer.NoMoreDocs;
        foreach (var clause in _clauses)
        {
            next = Math.Min(next, clause.Scorer.SkipTo(to));
        }

        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }
}
