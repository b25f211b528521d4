using System.Collections.Immutable;
using System.Text;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Search;

/// <summary>Documents that have any of some values in a column of strings; score 1. For fields without postings, and for many values.</summary>
public sealed record DocValuesTermsQuery : Query
{
    public DocValuesTermsQuery(string field, params ImmutableArray<string> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        Field = field;
        Values = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public string Field { get; }

    public ImmutableArray<string> Values { get; }

    public override Weight CreateWeight(IndexSearcher searcher, bool needsScores, float boost) => new ValuesWeight(this, boost);

    public bool Equals(DocValuesTermsQuery? other) =>
        other is not null && Field == other.Field && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Field, Values.Length, Values.FirstOrDefault());

    public override string ToString() => $"{Field}:({string.Join(" | ", Values)})";

    private sealed class ValuesWeight(DocValuesTermsQuery query, float boost) : ConstantScoreWeight(boost, query.ToString())
    {
        public override Scorer? Scorer(Leaf leaf)
        {
            if (leaf.Reader.SortedSetDocValues(query.Field) is not { } column)
            {
                return null;
            }

            var ordinals = new FixedBitSet(column.ValueCount);
            foreach (var value in query.Values)
            {
                if (column.LookupTerm(Encoding.UTF8.GetBytes(value)) is >= 0 and var ordinal)
                {
                    ordinals.Set(ordinal);
                }
            }

            return ordinals.Cardinality() == 0 ? null : new OrdinalsScorer(column, ordinals, Score);
        }
    }

    private sealed class OrdinalsScorer(SortedSetDocValues column, FixedBitSet ordinals, float score) : Scorer
    {
        private int _doc = -1;

        public override int DocId => _doc;

        public override long Cost => column.MaxDoc;

        internal override bool IsRandomAccess => true;

        public override int NextDoc() => Advance(_doc + 1);

        public override int Advance(int target)
        {
            for (var doc = target; doc < column.MaxDoc; doc++)
            {
                if (Has(doc))
                {
                    return _doc = doc;
                }
            }

            return _doc = NoMoreDocs;
        }

        public override float Score() => score;

        public override float MaxScore(int from, int to) => score;

        public override int Retain(Span<int> docs)
        {
            var kept = 0;
            foreach (var doc in docs)
            {
                docs[kept] = doc;
                kept += Has(doc) ? 1 : 0;
            }

            return kept;
        }

        private bool Has(int doc)
        {
            var count = column.CountOf(doc);
            for (var i = 0; i < count; i++)
            {
                if (ordinals[column.OrdinalOf(doc, i)])
                {
                    return true;
                }
            }

            return false;
        }
    }
}
