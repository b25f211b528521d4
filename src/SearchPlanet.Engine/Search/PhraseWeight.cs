using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

internal sealed class PhraseWeight : Weight
{
    private readonly PhraseQuery _query;
    private readonly TermStatistics[][] _places;
    private readonly int[] _repeatGroups;
    private readonly TermScoring _scoring;
    private readonly FieldScoring _field;
    private readonly float _boost;
    private readonly float _idf;

    internal PhraseWeight(IndexSearcher searcher, PhraseQuery query, float boost)
    {
        _query = query;
        _boost = boost;
        _field = searcher.Scoring(query.Field);
        _places = [.. query.Terms.Select(place => place.Alternatives.Distinct().Select(searcher.Lookup).ToArray())];
        _repeatGroups = RepeatGroups(query);
        double idf = 0;
        foreach (var place in _places)
        {
            var docFreq = place.Max(static term => term.DocFreq);
            idf += BM25Similarity.Idf(docFreq, Math.Max(_field.Statistics.DocCount, docFreq));
        }

        _idf = (float)idf;
        _scoring = new TermScoring(boost * _idf, _field.Norms);
    }

    public override Scorer? Scorer(Leaf leaf) => PhraseScorer(leaf);

    /// <summary>Documents that hold the places come from windows, as in any conjunction; positions are read for those alone.</summary>
    public override BulkScorer? BulkScorer(Leaf leaf, CollectMode mode)
    {
        if (PhraseScorer(leaf) is not { } phrase)
        {
            return null;
        }
        // Two rare places leave little for a common third to thin out: its bits would cost more than the positions they save.
        BooleanWeight.Clause[] places =
        [
            .. phrase.Places.ToArray().OrderBy(static place => place.Cost)
                .Where((place, i) => i < 2 || _query.Slop > 0 || place is not TermScorer { IsDense: true })
                .Select(place => new BooleanWeight.Clause(this, place, false)),
        ];
        return new ConjunctionBulkScorer(
            leaf, places, [new BooleanWeight.Clause(this, phrase, true)], [], (mode & CollectMode.Scores) != CollectMode.None, phrase.Matcher);
    }

    public override Explanation Explain(Leaf leaf, int doc)
    {
        if (ScorerAt(leaf, doc) is not PhraseScorer scorer)
        {
            return Explanation.NoMatch($"{_query} is not in the document");
        }

        var norm = new FieldNorms(leaf.Reader.Norms(_query.Field))[doc];
        return Explanation.Match(
            scorer.Score(),
            $"{_query}, boost * idf * tf",
            Explanation.Match(_boost, "boost"),
            Explanation.Match(_idf, "idf, the sum over the terms"),
            Explanation.Match(
                BM25Similarity.Score(1, scorer.PhraseFreq, _field.Norms[norm]),
                "tf: freq / (freq + k1 * (1 - b + b * length / average))",
                Explanation.Match(scorer.PhraseFreq, "freq, occurrences of the phrase, each 1 / (1 + displacement)"),
                Explanation.Match(_field.Similarity.K1, "k1"),
                Explanation.Match(_field.Similarity.B, "b"),
                Explanation.Match(SmallFloat.Byte4ToInt(norm), "length of the field, as its byte keeps it"),
                Explanation.Match(_field.Statistics.AverageLength, "average length")));
    }

    private PhraseScorer? PhraseScorer(Leaf leaf)
    {
        var norms = new FieldNorms(leaf.Reader.Norms(_query.Field));
        var scorers = new Scorer[_places.Length];
        var places = new PhrasePlace[_places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            TermStatistics[] present = [.. _places[i].Where(term => term.DocFreqIn(leaf) > 0)];
            if (present.Length == 0)
            {
                return null;
            }

            Scorer[] alternatives = [.. present.Select(term => new TermScorer(term.Postings(leaf)!, _scoring, norms))];
            scorers[i] = alternatives is [var only] ? only : new DisjunctionScorer(alternatives, isFilter: true);
            places[i] = new PhrasePlace([.. present.Select(term => term.Positions(leaf))], _query.Terms[i].Position, present.Sum(term => (long)term.DocFreqIn(leaf)), _repeatGroups[i]);
        }

        return new PhraseScorer(scorers, new PhraseMatcher(places, _query.Slop, _scoring, norms), _scoring.Bound, _query.Slop > 0);
    }

    /// <summary>A number for each place: the same for those that share a term, or of which each shares one with a third.</summary>
    private static int[] RepeatGroups(PhraseQuery query)
    {
        var groups = new int[query.Terms.Length];
        var groupOf = new Dictionary<Term, int>();
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = i;
            foreach (var term in query.Terms[i].Alternatives)
            {
                if (!groupOf.TryAdd(term, i))
                {
                    groups.AsSpan(0, i + 1).Replace(groups[i], groups[groupOf[term]]);
                }
            }
        }

        return groups;
    }
}
