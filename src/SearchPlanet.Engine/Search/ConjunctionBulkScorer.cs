using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// All of several clauses, window by window: the rarest clause gives a list of documents, the others thin it out, by marks
/// or bits where they are about as common and by look-ups where they are far more common or cost nothing to ask. The terms'
/// frequencies are written down on the way. What is left is scored only where the bounds of the window's blocks can beat
/// the threshold.
/// </summary>
internal sealed class ConjunctionBulkScorer : BulkScorer
{
    // More tables of frequencies than this would not stay in the cache.
    private const int MaxCaptures = 4;

    // Marking a document costs about a nanosecond, galloping to one about ten.
    private const int GallopRatio = 12;

    // The bounds of a window cost as much as the scores of so many documents.
    private const int BoundFrom = 24;

    private readonly Leaf _leaf;
    private readonly BooleanWeight.Clause[] _required;
    private readonly bool[] _gallops;
    private readonly BooleanWeight.Clause[] _scoring;
    private readonly Scorer?[] _lookups;
    private readonly TermScorer?[] _captures;
    private readonly TermScorer? _capturedLead;

    // Of each scoring clause the required one whose frequencies are written down, the lead being 0; or -1.
    private readonly int[] _capturedAs;
    private readonly Scorer[] _prohibited;
    private readonly PhraseMatcher? _phrase;
    private readonly bool _needsScores;
    private readonly WindowBuffers _buffers = WindowBuffers.Rent();
    private int[]? _excluded;

    /// <param name="phrase">Decides over the documents that are left and scores them, when the required clauses are a phrase's places.</param>
    internal ConjunctionBulkScorer(
        Leaf leaf, BooleanWeight.Clause[] required, BooleanWeight.Clause[] optional, BooleanWeight.Clause[] prohibited, bool needsScores,
        PhraseMatcher? phrase = null)
    {
        _leaf = leaf;
        _phrase = phrase;
        _required = required;
        Array.Sort(required, static (a, b) => a.Scorer.Cost.CompareTo(b.Scorer.Cost));
        // A list so dense that it is kept as bits is taken as such, which costs next to nothing.
        _gallops = [.. required.Select((clause, i) => clause.Scorer.IsRandomAccess
            ? i > 0
            : clause.Scorer.Cost > GallopRatio * required[0].Scorer.Cost && clause.Scorer is not TermScorer { IsDense: true })];
        _captures = [.. required.Select((clause, i) => clause.Scores && !_gallops[i] && i is > 0 and < MaxCaptures ? clause.Scorer as TermScorer : null)];
        _scoring = [.. required.Where(static clause => clause.Scores), .. optional];
        if (prohibited.Length == 0 && required[0].Scores && !_gallops.Contains(true))
        {
            _capturedLead = required[0].Scorer as TermScorer;
        }

        _capturedAs = [.. _scoring.Select(clause => clause.Scorer == _capturedLead ? 0 : Array.IndexOf(_captures, clause.Scorer))];
        _lookups = new Scorer?[_scoring.Length];
        _prohibited = [.. prohibited.Select(static clause => clause.Scorer)];
        _needsScores = needsScores;
    }

    public override int Score(DocWindow window)
    {
        var from = window.From;
        var to = from + DocWindow.Size;
        window.To = to;
        var lead = _required[0].Scorer;
        var competes = _needsScores && (window.HasMatches ? window.MinCompetitiveScore < float.PositiveInfinity : CanCompete(window));
        if (!competes && !window.HasMatches)
        {
            return to < _leaf.Reader.MaxDoc ? to : Scorer.NoMoreDocs;
        }

        var count = competes && _capturedLead is not null
            ? _capturedLead.CopyMatches(from, to, _buffers.Docs, _buffers.Freqs)
            : lead.CopyMatches(from, to, _buffers.Docs);
        for (var i = 1; i < _required.Length && count > 0; i++)
        {
            if (_gallops[i])
            {
                count = _required[i].Scorer.Retain(_buffers.Docs[..count]);
            }
            else if (_required[i].Scorer is TermScorer term && (!term.IsDense || (competes && _captures[i] is not null)))
            {
                count = RetainByMarks(i, term, from, to, count, competes && _captures[i] is not null);
            }
            else
            {
                count = RetainByBits(_required[i].Scorer, from, to, count);
            }
        }

        foreach (var scorer in _prohibited)
        {
            count = Exclude(scorer, count);
        }

        if (_phrase is not null)
        {
            count = _phrase.Retain(_buffers.Docs[..count], _buffers.PhraseFreqs, window.HasMatches ? 0 : window.MinCompetitiveScore);
        }

        var docs = _buffers.Docs[..count];
        if (window.HasMatches)
        {
            foreach (var doc in docs)
            {
                window.SetMatch(doc);
            }
        }

        if (competes && count > 0 && (!window.HasMatches || count < BoundFrom || CanCompete(window)))
        {
            ScoreDocs(window, docs);
        }

        var next = lead.SkipTo(to);
        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }

    internal override void Release() => _buffers.Return();

    /// <summary>
    /// Whether the bounds of the window's blocks beat the threshold. Scorers that have gone through the window no longer
    /// tell, so with matches, when this is asked last, those that look up do.
    /// </summary>
    private bool CanCompete(DocWindow window)
    {
        double bound = 0;
        for (var i = 0; i < _scoring.Length; i++)
        {
            bound += (window.HasMatches ? Lookup(i) : _scoring[i].Scorer).MaxScore(window.From, window.To);
        }

        return bound > window.MinCompetitiveScore;
    }

    private Scorer Lookup(int i) => _lookups[i] ??= _scoring[i].Weight.Scorer(_leaf)!;

    private int RetainByMarks(int clause, TermScorer term, int from, int to, int count, bool captures)
    {
        var marks = _buffers.ClearedMarks(clause);
        if (captures)
        {
            term.MarkFreqs(from, to, marks);
        }
        else
        {
            term.MarkMatches(from, to, marks);
        }

        return WindowMarks.Retain(_buffers.Docs[..count], _buffers.Freqs, from, marks);
    }

    private int RetainByBits(Scorer scorer, int from, int to, int count)
    {
        var bits = _buffers.ClearedScratch();
        scorer.FillMatches(from, to, bits);
        var docs = _buffers.Docs[..count];
        var freqs = _buffers.Freqs[..count];
        var kept = 0;
        for (var i = 0; i < docs.Length; i++)
        {
            var doc = docs[i];
            docs[kept] = doc;
            freqs[kept] = freqs[i];
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
            {
                next++;
            }
            else
            {
                docs[kept++] = docs[i];
            }
        }

        return kept;
    }

    private void ScoreDocs(DocWindow window, ReadOnlySpan<int> docs)
    {
        var scores = _buffers.Scores[..docs.Length];
        scores.Clear();
        for (var i = 0; i < docs.Length && _phrase is not null; i++)
        {
            scores[i] = _phrase.Score(docs[i], _buffers.PhraseFreqs[i]);
        }

        for (var i = 0; i < _scoring.Length && _phrase is null; i++)
        {
            if (_capturedAs[i] < 0 || !((TermScorer)_scoring[i].Scorer).TryAddScores(docs, CapturedFreqs(_capturedAs[i], window.From, docs), scores))
            {
                Lookup(i).AddScores(docs, scores);
            }
        }

        for (var i = 0; i < docs.Length; i++)
        {
            var score = (float)scores[i];
            if (score > window.MinCompetitiveScore)
            {
                window.AddCandidate(docs[i], score);
            }
        }
    }

    /// <summary>The frequencies that the lead, clause 0, or another clause has in the documents.</summary>
    private Span<byte> CapturedFreqs(int clause, int from, ReadOnlySpan<int> docs)
    {
        if (clause == 0)
        {
            return _buffers.Freqs;
        }

        var freqs = _buffers.OtherFreqs;
        WindowMarks.Read(docs, from, _buffers.Marks(clause), freqs);
        return freqs;
    }
}
