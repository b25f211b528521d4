using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

internal sealed class CombinedFieldsWeight : Weight
{
    private readonly CombinedFieldsQuery _query;
    private readonly (TermStatistics Statistics, float Weight)[] _terms;
    private readonly (string Field, float Weight)[] _fields;
    private readonly bool _needsScores;
    private readonly float _boost;
    private readonly float _idf;
    private readonly long _docFreq;
    private readonly long _docCount;
    private readonly float _averageLength;

    internal CombinedFieldsWeight(IndexSearcher searcher, CombinedFieldsQuery query, bool needsScores, float boost)
    {
        _query = query;
        _needsScores = needsScores;
        _boost = boost;
        _terms = [.. query.Terms.Select(term => (searcher.Lookup(term.Term), term.Weight))];
        _fields = [.. query.Terms.Select(static term => (term.Term.Field, term.Weight)).Concat(query.OtherFields).DistinctBy(static field => field.Item1)];
        double length = 0;
        foreach (var (field, weight) in _fields)
        {
            var statistics = searcher.Statistics(field);
            _docCount = Math.Max(_docCount, statistics.DocCount);
            length += weight * (double)statistics.SumTotalTermFreq;
        }

        _docFreq = _terms.Max(static term => term.Statistics.DocFreq);
        _docCount = Math.Max(_docCount, _docFreq);
        _idf = BM25Similarity.Idf(_docFreq, _docCount);
        _averageLength = _docCount == 0 ? 1 : (float)(length / _docCount);
    }

    public override Scorer? Scorer(Leaf leaf)
    {
        var lists = new List<(PostingsEnum, float)>();
        foreach (var (statistics, weight) in _terms)
        {
            if (statistics.Postings(leaf) is { } postings)
            {
                lists.Add((postings, weight));
            }
        }

        return lists.Count == 0 ? null : new CombinedFieldsScorer([.. lists], Lengths(leaf), _boost * _idf, _query.Similarity, _averageLength);
    }

    public override BulkScorer? BulkScorer(Leaf leaf, CollectMode mode)
    {
        if (Scorer(leaf) is not { } scorer)
        {
            return null;
        }

        return new DisjunctionBulkScorer(
            leaf, [new BooleanWeight.Clause(this, scorer, true)], [], _needsScores && mode.HasFlag(CollectMode.Scores));
    }

    public override Explanation Explain(Leaf leaf, int doc)
    {
        if (ScorerAt(leaf, doc) is not CombinedFieldsScorer scorer)
        {
            return Explanation.NoMatch($"{_query} is not in the document");
        }

        var freq = scorer.CombinedFreq();
        var length = Lengths(leaf).Of(doc);
        return Explanation.Match(
            scorer.Score(),
            $"{_query}, boost * idf * tf",
            Explanation.Match(_boost, "boost"),
            Explanation.Match(_idf, $"idf: {_docFreq} of {_docCount} documents hold the commonest form"),
            Explanation.Match(
                BM25Similarity.Score(1, freq, _query.Similarity.Norm(length, _averageLength)),
                "tf: freq / (freq + k1 * (1 - b + b * length / average))",
                Explanation.Match(freq, "freq, occurrences in all fields, each times its field's weight"),
                Explanation.Match(_query.Similarity.K1, "k1"),
                Explanation.Match(_query.Similarity.B, "b"),
                Explanation.Match(length, "length of the fields, each times its weight"),
                Explanation.Match(_averageLength, "average length")));
    }

    private CombinedLengths Lengths(Leaf leaf) =>
        new([.. _fields.Select(field => (new FieldNorms(leaf.Reader.Norms(field.Field)), field.Weight)).Where(static field => !field.Item1.IsEmpty)]);
}
