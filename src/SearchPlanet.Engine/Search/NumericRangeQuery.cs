using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Documents whose number in a column lies in a range, both ends included; score 1.</summary>
public sealed record NumericRangeQuery(string Field, long Min, long Max) : Query
{
    public override Query Rewrite() => Min > Max ? new MatchNoDocsQuery("an empty range") : this;

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) => new RangeWeight(this, boost);

    public override string ToString() => $"{Field}:[{Min} TO {Max}]";

    private sealed class RangeWeight(NumericRangeQuery query, float boost) : ConstantScoreWeight(boost, query.ToString())
    {
        public override Scorer? Scorer(Leaf leaf)
        {
            if (leaf.Reader.NumericDocValues(query.Field) is not { } column || column.Max < query.Min || column.Min > query.Max)
            {
                return null;
            }

            return new RangeScorer(column, query.Min, query.Max, Score);
        }
    }
}
