using System.Collections.Immutable;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>
/// Any of many terms, their scores added up. Most are rare: the lists of a single block are decoded at once and merged
/// into one, so that only the common terms take part in each window.
/// </summary>
internal sealed class TermsWeight(TermWeight[] terms, bool needsScores) : Weight
{
    public override Scorer? Scorer(Leaf leaf)
    {
        var scorers = terms.Select(term => term.Scorer(leaf)).OfType<Scorer>().ToArray();
        return scorers.Length switch
        {
            0 => null,
            1 => scorers[0],
            _ => new DisjunctionScorer(scorers, isFilter: !needsScores),
        };
    }

    public override BulkScorer? BulkScorer(Leaf leaf, CollectMode mode)
    {
        var rare = terms.Where(term => term.DocFreqIn(leaf) is > 0 and <= PostingsEnum.BlockSize).ToArray();
        var clauses = terms.Where(term => term.DocFreqIn(leaf) > PostingsEnum.BlockSize)
            .Select(term => new BooleanWeight.Clause(term, term.Scorer(leaf)!, true))
            .ToList();
        if (rare.Length > 0)
        {
            var weight = new RareTermsWeight(rare);
            clauses.Add(new BooleanWeight.Clause(weight, weight.Scorer(leaf), true));
        }

        return clauses.Count == 0 ? null
            : new DisjunctionBulkScorer(leaf, [.. clauses], [], needsScores && mode.HasFlag(CollectMode.Scores));
    }

    public override Explanation Explain(Leaf leaf, int doc)
    {
        ImmutableArray<Explanation> matching =
            [.. terms.Select(term => term.Explain(leaf, doc)).Where(static explanation => explanation.IsMatch)];
        return matching.IsEmpty
            ? Explanation.NoMatch("none of the terms is in the document")
            : Explanation.Match((float)matching.Sum(static explanation => (double)explanation.Value), "sum of", matching);
    }

    private sealed class RareTermsWeight(TermWeight[] rare) : Weight
    {
        private ScoredDocs? _merged;

        public override Scorer Scorer(Leaf leaf)
        {
            _merged ??= Merge(leaf);
            return new ScoredDocsScorer(_merged);
        }

        public override Explanation Explain(Leaf leaf, int doc) => throw new NotSupportedException("The terms explain themselves.");

        private ScoredDocs Merge(Leaf leaf)
        {
            var count = rare.Sum(term => term.DocFreqIn(leaf));
            var docs = new int[count];
            var scores = new double[count];
            var at = 0;
            foreach (var term in rare)
            {
                at += term.CopyScores(leaf, docs.AsSpan(at), scores.AsSpan(at));
            }

            Array.Sort(docs, scores);
            var kept = 0;
            for (var i = 1; i < count; i++)
            {
                if (docs[i] == docs[kept])
                {
                    scores[kept] += scores[i];
                }
                else
                {
                    docs[++kept] = docs[i];
                    scores[kept] = scores[i];
                }
            }

            return new ScoredDocs(docs, scores, kept + 1);
        }
    }
}
