using System.Numerics;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Any of a few terms, window by window. Each term marks its documents' frequencies in a table of bytes: the tables
/// together give the exact total, and scores are looked up in them. Which documents to look up, the bounds of the window's
/// blocks say (block-max, Ding &amp; Suel 2011; MaxScore, Turtle &amp; Flood 1995): a term without which the others fall
/// short of the threshold names the candidates, those of its documents whose own score leaves the others a chance.
/// </summary>
internal sealed class TermDisjunctionBulkScorer : BulkScorer
{
    /// <summary>With more, the tables leave the first-level cache.</summary>
    internal const int MaxTerms = 6;

    // Looking a document up in a term's blocks costs as much as marking so many of the term's documents.
    private const int LookUpRatio = 64;

    private readonly Leaf _leaf;
    private readonly BooleanWeight.Clause[] _clauses;
    private readonly TermScorer[] _terms;
    private readonly Scorer?[] _lookups;
    private readonly bool _needsScores;
    private readonly WindowBuffers _buffers = WindowBuffers.Rent();
    private readonly long _cost;
    private readonly double[] _bounds;
    private readonly ulong[] _termBits;
    private readonly int[] _sets = new int[1 << MaxTerms];
    private int _setCount;

    internal TermDisjunctionBulkScorer(Leaf leaf, BooleanWeight.Clause[] clauses, bool needsScores)
    {
        _leaf = leaf;
        _clauses = clauses;
        _terms = [.. clauses.Select(static clause => (TermScorer)clause.Scorer)];
        _lookups = new Scorer?[clauses.Length];
        _needsScores = needsScores;
        _cost = clauses.Sum(static clause => clause.Scorer.Cost);
        _bounds = new double[clauses.Length];
        _termBits = new ulong[clauses.Length * (DocWindow.Size / 64)];
    }

    internal static bool CanScore(BooleanWeight.Clause[] clauses) =>
        clauses.Length is > 1 and <= MaxTerms && clauses.All(static clause => clause.Scorer is TermScorer);

    public override int Score(DocWindow window)
    {
        var from = window.From;
        var to = from + DocWindow.Size;
        window.To = to;
        var threshold = _needsScores ? window.MinCompetitiveScore : float.PositiveInfinity;
        if (threshold < float.PositiveInfinity && Bound(from, to) is var bound && bound > threshold)
        {
            var required = MostNeeded(bound, threshold);
            if (!window.HasMatches && required >= 0 && LookUpRatio * _terms[required].Cost < _cost)
            {
                ScoreByLookUp(window, to, required, threshold - (bound - _bounds[required]));
                return to < _leaf.Reader.MaxDoc ? to : Scorer.NoMoreDocs;
            }

            ScoreByMarks(window, to, required, threshold, bound);
        }
        else if (window.HasMatches)
        {
            FillMatches(window, to);
        }
        else
        {
            return to < _leaf.Reader.MaxDoc ? to : Scorer.NoMoreDocs;
        }

        var next = Scorer.NoMoreDocs;
        foreach (var term in _terms)
        {
            next = Math.Min(next, term.SkipTo(to));
        }

        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }

    internal override void Release() => _buffers.Return();

    private double Bound(int from, int to)
    {
        double sum = 0;
        for (var i = 0; i < _terms.Length; i++)
        {
            _bounds[i] = _terms[i].MaxScore(from, to);
            sum += _bounds[i];
        }

        return sum;
    }

    /// <summary>The rarest term that no competitive document of the window can do without; -1 when there is none.</summary>
    private int MostNeeded(double bound, float threshold)
    {
        var best = -1;
        for (var i = 0; i < _terms.Length; i++)
        {
            if (bound - _bounds[i] <= threshold && (best < 0 || _terms[i].Cost < _terms[best].Cost))
            {
                best = i;
            }
        }

        return best;
    }

    private void FillMatches(DocWindow window, int to)
    {
        var marks = _buffers.ClearedMarks(0);
        foreach (var term in _terms)
        {
            if (term.IsDense)
            {
                term.FillMatches(window.From, to, window.Matches);
            }
            else
            {
                term.MarkMatches(window.From, to, marks);
            }
        }

        WindowMarks.AddBits(marks, window.Matches);
    }

    private void ScoreByMarks(DocWindow window, int to, int required, float threshold, double bound)
    {
        var count = 0;
        for (var i = 0; i < _terms.Length; i++)
        {
            var marks = _buffers.ClearedMarks(i);
            if (i == required)
            {
                count = _terms[i].MarkFreqs(window.From, to, marks, threshold - (bound - _bounds[i]), _buffers.Docs);
            }
            else
            {
                _terms[i].MarkFreqs(window.From, to, marks);
            }

            var bits = TermBits(i);
            bits.Clear();
            WindowMarks.AddBits(marks, bits);
            for (var w = 0; w < bits.Length && window.HasMatches; w++)
            {
                window.Matches[w] |= bits[w];
            }
        }

        if (required >= 0)
        {
            foreach (var doc in _buffers.Docs[..count])
            {
                AddCandidate(window, doc, threshold, bound);
            }

            return;
        }

        FindSufficientSets(threshold);
        for (var w = 0; w < DocWindow.Size / 64; w++)
        {
            for (var word = Promising(w); word != 0; word &= word - 1)
            {
                AddCandidate(window, window.From + (w << 6) + BitOperations.TrailingZeroCount(word), threshold, bound);
            }
        }
    }

    /// <summary>The smallest sets of terms whose bounds beat the threshold.</summary>
    private void FindSufficientSets(float threshold)
    {
        _setCount = 0;
        for (var set = 1; set < 1 << _terms.Length; set++)
        {
            double sum = 0;
            var least = double.PositiveInfinity;
            for (var terms = set; terms != 0; terms &= terms - 1)
            {
                var bound = _bounds[BitOperations.TrailingZeroCount(terms)];
                sum += bound;
                least = Math.Min(least, bound);
            }

            if (sum > threshold && (sum - least <= threshold || BitOperations.IsPow2(set)))
            {
                _sets[_setCount++] = set;
            }
        }
    }

    /// <summary>Documents that hold all terms of some sufficient set.</summary>
    private ulong Promising(int w)
    {
        ulong promising = 0;
        for (var s = 0; s < _setCount; s++)
        {
            var all = ulong.MaxValue;
            for (var set = _sets[s]; set != 0; set &= set - 1)
            {
                all &= _termBits[(BitOperations.TrailingZeroCount(set) * (DocWindow.Size / 64)) + w];
            }

            promising |= all;
        }

        return promising;
    }

    private Span<ulong> TermBits(int term) => _termBits.AsSpan(term * (DocWindow.Size / 64), DocWindow.Size / 64);

    /// <summary>Adds a document whose marks give a competitive score.</summary>
    private void AddCandidate(DocWindow window, int doc, float threshold, double bound)
    {
        double sum = 0;
        var rest = bound;
        for (var i = 0; i < _terms.Length && sum + rest > threshold; i++)
        {
            var freq = _buffers.Marks(i)[doc - window.From];
            if (freq != 0)
            {
                sum += freq == byte.MaxValue ? LookUp(i, doc) : _terms[i].ScoreOf(doc, freq);
            }

            rest -= _bounds[i];
        }

        if ((float)sum > threshold)
        {
            window.AddCandidate(doc, (float)sum);
        }
    }

    private double LookUp(int term, int doc)
    {
        double score = 0;
        (_lookups[term] ??= _clauses[term].Weight.Scorer(_leaf)!).AddScores([doc], new Span<double>(ref score));
        return score;
    }

    /// <summary>Without bits to fill, only the needed term is gone through: worth it when it is far rarer than the others.</summary>
    private void ScoreByLookUp(DocWindow window, int to, int required, double minScore)
    {
        var docs = _buffers.Docs;
        var count = _terms[required].CopyMatchesAbove(window.From, to, minScore, docs);
        docs = docs[..count];
        var scores = _buffers.Scores[..count];
        scores.Clear();
        for (var i = 0; i < _terms.Length && count > 0; i++)
        {
            (_lookups[i] ??= _clauses[i].Weight.Scorer(_leaf)!).AddScores(docs, scores);
        }

        for (var i = 0; i < count; i++)
        {
            if ((float)scores[i] > window.MinCompetitiveScore)
            {
                window.AddCandidate(docs[i], (float)scores[i]);
            }
        }
    }
}
