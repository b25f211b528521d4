using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Documents that have a value in a column, or a word in a field with norms; score 1.</summary>
public sealed record FieldExistsQuery(string Field) : Query
{
    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) => new ExistsWeight(this, boost);

    public override string ToString() => $"{Field}:*";

    private sealed class ExistsWeight(FieldExistsQuery query, float boost) : ConstantScoreWeight(boost, query.ToString())
    {
        public override Scorer? Scorer(Leaf leaf)
        {
            var reader = leaf.Reader;
            var bits = new FixedBitSet(reader.MaxDoc);
            if (reader.NumericDocValues(query.Field) is { } numbers)
            {
                Fill(bits, numbers.HasValue);
            }
            else if (reader.SortedSetDocValues(query.Field) is { } strings)
            {
                Fill(bits, doc => strings.CountOf(doc) > 0);
            }
            else if (new FieldNorms(reader.Norms(query.Field)) is { IsEmpty: false } norms)
            {
                Fill(bits, doc => norms[doc] > 0);
            }
            else
            {
                return null;
            }

            return new BitSetScorer(bits, Score);
        }

        private static void Fill(FixedBitSet bits, Func<int, bool> has)
        {
            for (var doc = 0; doc < bits.Length; doc++)
            {
                if (has(doc))
                {
                    bits.Set(doc);
                }
            }
        }
    }
}
