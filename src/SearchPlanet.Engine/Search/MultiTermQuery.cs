using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Documents that hold any of the terms that a pattern chooses; score 1, as Lucene's constant-score rewrite.</summary>
public abstract record MultiTermQuery(string Field) : Query
{
    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) => new MultiTermWeight(this, boost);

    /// <summary>The terms of a segment in order.</summary>
    internal abstract IEnumerable<TermState> Terms(Terms terms);

    private sealed class MultiTermWeight(MultiTermQuery query, float boost) : ConstantScoreWeight(boost, query.ToString())
    {
        public override Scorer? Scorer(Leaf leaf)
        {
            if (leaf.Reader.Terms(query.Field) is not { } terms)
            {
                return null;
            }

            FixedBitSet? bits = null;
            PostingsEnum? postings = null;
            foreach (var state in query.Terms(terms))
            {
                bits ??= leaf.Reader.BitSets.Rent();
                postings = leaf.Reader.Postings(query.Field, state, postings);
                postings.FillBitSet(bits);
            }

            return bits is null ? null : new BitSetScorer(bits, Score, leaf.Reader.BitSets);
        }
    }
}
