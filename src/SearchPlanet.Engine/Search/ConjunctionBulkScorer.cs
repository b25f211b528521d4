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
    private readonly RequiredClause[] _required;
    private readonly ScoringClause[] _scoring;
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
        _needsScores = needsScores;
        _prohibited = [.. prohibited.Select(static clause => clause.Scorer)];
        Array.Sort(required, static (a, b) => a.Scorer.Cost.CompareTo(b.Scorer.Cost));
        bool[] gallops = [.. required.Select((clause, i) => Gallops(clause.Scorer, required[0].Scorer, isLead: i == 0))];

        // Frequencies stay beside their documents only where no clause takes documents out without them.
        var isLeadCaptured = prohibited.Length == 0 && !gallops.Contains(true);
        _required = [.. required.Select((clause, i) => new RequiredClause(
            clause, i, gallops[i], clause.Scores && !gallops[i] && (i == 0 ? isLeadCaptured : i < MaxCaptures) ? clause.Scorer as TermScorer : null))];
        _scoring =
        [
            .. _required.Where(static required => required.Clause.Scores).Select(static required => new ScoringClause(required.Clause, required)),
            .. optional.Select(static clause => new ScoringClause(clause, null)),
        ];
    }

    public override int Score(DocWindow window)
    {
        var from = window.From;
        var to = from + DocWindow.Size;
        window.To = to;
        var lead = _required[0];
        var competes = _needsScores && (window.HasMatches ? window.MinCompetitiveScore < float.PositiveInfinity : CanCompete(window));
        if (!competes && !window.HasMatches)
        {
            return to < _leaf.Reader.MaxDoc ? to : Scorer.NoMoreDocs;
        }

        var count = competes && lead.Captured is { } captured
            ? captured.CopyMatches(from, to, _buffers.Docs, _buffers.Freqs)
            : lead.Clause.Scorer.CopyMatches(from, to, _buffers.Docs);
        for (var i = 1; i < _required.Length && count > 0; i++)
        {
            count = Retain(_required[i], from, to, count, captures: competes && _required[i].Captured is not null);
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

        var next = lead.Clause.Scorer.SkipTo(to);
        return next == Scorer.NoMoreDocs ? next : next & ~63;
    }

    internal override void Release() => _buffers.Return();

    // A list so dense that it is kept as bits is taken as such, which costs next to nothing.
    private static bool Gallops(Scorer scorer, Scorer lead, bool isLead) => scorer.IsRandomAccess
        ? !isLead
        : scorer.Cost > GallopRatio * lead.Cost && scorer is not TermScorer { IsDense: true };

    /// <summary>
    /// Whether the bounds of the window's blocks beat the threshold. Scorers that have gone through the window no longer
    /// tell, so with matches, when this is asked last, those that look up do.
    /// </summary>
    private bool CanCompete(DocWindow window)
    {
        double bound = 0;
        foreach (var clause in _scoring)
        {
            bound += (window.HasMatches ? clause.Lookup(_leaf) : clause.Scorer).MaxScore(window.From, window.To);
        }

        return bound > window.MinCompetitiveScore;
    }

    /// <summary>Thins the list out.</summary>
    /// <param name="captures">The clause's frequencies are wanted.</param>
    /// <returns>How many documents remain.</returns>
    private int Retain(RequiredClause required, int from, int to, int count, bool captures)
    {
        var scorer = required.Clause.Scorer;
        if (required.Gallops)
        {
            return scorer.Retain(_buffers.Docs[..count]);
        }

        return scorer is TermScorer term && (!term.IsDense || captures)
            ? RetainByMarks(required.Number, term, from, to, count, captures)
            : RetainByBits(scorer, from, to, count);
    }

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

        foreach (var clause in _phrase is null ? _scoring : [])
        {
            if (clause.Required is not { Captured: { } captured } required || !captured.TryAddScores(docs, CapturedFreqs(required.Number, window.From, docs), scores))
            {
                clause.Lookup(_leaf).AddScores(docs, scores);
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

    /// <summary>A clause that every match has.</summary>
    /// <param name="Number">0 is the lead, the rarest.</param>
    /// <param name="Gallops">It is asked for the documents that are left, one by one.</param>
    /// <param name="Captured">Its frequencies are written down where a window competes; null when they are not.</param>
    private sealed record RequiredClause(BooleanWeight.Clause Clause, int Number, bool Gallops, TermScorer? Captured);

    /// <summary>A clause that adds to the score, and the required one that it is, if any.</summary>
    private sealed class ScoringClause(BooleanWeight.Clause clause, RequiredClause? required)
    {
        private Scorer? _lookup;

        internal Scorer Scorer => clause.Scorer;

        internal RequiredClause? Required => required;

        /// <summary>A scorer of its own, which has not gone through the window.</summary>
        internal Scorer Lookup(Leaf leaf) => _lookup ??= clause.Weight.Scorer(leaf)!;
    }
}
