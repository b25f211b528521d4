using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>A term with its statistics; also one of the terms of a fuzzy query, as rare as its commonest.</summary>
internal sealed class TermWeight : Weight
{
    private readonly TermStatistics _term;
    private readonly FieldScoring _field;
    private readonly float _boost;
    private readonly long _docFreq;
    private readonly float _idf;
    private readonly TermScoring _scoring;
    private readonly bool _needsScores;

    internal TermWeight(IndexSearcher searcher, TermStatistics term, bool needsScores, float boost, long docFreq = 0)
    {
        _term = term;
        _needsScores = needsScores;
        _boost = boost;
        _field = searcher.Scoring(term.Term.Field);
        _docFreq = Math.Max(docFreq, term.DocFreq);
        _idf = BM25Similarity.Idf(_docFreq, Math.Max(_field.Statistics.DocCount, _docFreq));
        _scoring = new TermScoring(boost * _idf, _field.Norms);
    }

    public override Scorer? Scorer(Leaf leaf) =>
        _term.Postings(leaf) is { } postings ? new TermScorer(postings, _scoring, Norms(leaf)) : null;

    public override BulkScorer? BulkScorer(Leaf leaf, CollectMode mode) =>
        _term.Postings(leaf) is { } postings
            ? new TermBulkScorer(postings, _scoring, Norms(leaf), _needsScores && mode.HasFlag(CollectMode.Scores))
            : null;

    public override int Count(Leaf leaf) => leaf.Reader.LiveDocs is null ? _term.DocFreqIn(leaf) : -1;

    internal int DocFreqIn(Leaf leaf) => _term.DocFreqIn(leaf);

    /// <summary>All documents of the term in a segment, and their scores.</summary>
    /// <returns>How many there are.</returns>
    internal int CopyScores(Leaf leaf, Span<int> docs, Span<double> scores)
    {
        var postings = _term.Postings(leaf)!;
        var norms = Norms(leaf);
        var count = 0;
        while (postings.NextBlock())
        {
            var block = postings.Docs;
            var freqs = postings.Freqs;
            for (var i = 0; i < block.Length; i++)
            {
                docs[count] = block[i];
                scores[count++] = _scoring.Score(freqs[i], norms[block[i]]);
            }
        }

        return count;
    }

    public override Explanation Explain(Leaf leaf, int doc)
    {
        var postings = _term.Postings(leaf);
        if (postings is null || postings.Advance(doc) != doc)
        {
            return Explanation.NoMatch($"{_term.Term} is not in the document");
        }

        var norm = Norms(leaf)[doc];
        var length = SmallFloat.Byte4ToInt(norm);
        return Explanation.Match(
            _scoring.Score(postings.Freq, norm),
            $"{_term.Term}, boost * idf * tf",
            Explanation.Match(_boost, "boost"),
            Explanation.Match(_idf, $"idf: {_docFreq} of {_field.Statistics.DocCount} documents hold the term"),
            Explanation.Match(
                BM25Similarity.Score(1, postings.Freq, _field.Norms[norm]),
                $"tf: freq / (freq + k1 * (1 - b + b * length / average))",
                Explanation.Match(postings.Freq, "freq, occurrences in the document"),
                Explanation.Match(_field.Similarity.K1, "k1"),
                Explanation.Match(_field.Similarity.B, "b"),
                Explanation.Match(length, "length of the field, as its byte keeps it"),
                Explanation.Match(_field.Statistics.AverageLength, "average length")));
    }

    private FieldNorms Norms(Leaf leaf) => new(leaf.Reader.Norms(_term.Term.Field));
}
