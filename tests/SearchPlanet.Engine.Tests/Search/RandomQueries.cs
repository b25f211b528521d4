using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Tests.Search;

internal static class RandomQueries
{
    /// <summary>Any query, with others inside to a depth.</summary>
    internal static Query Next(RandomIndex index, int depth)
    {
        var field = index.Next(4) == 0 ? "title" : "body";
        switch (index.Next(depth > 0 ? 22 : 13))
        {
            case 0 or 1:
                return new TermQuery(field, index.Word());
            case 2:
                return new TermQuery("tag", $"t{index.Next(22)}");
            case 3:
                return new PhraseQuery(field, [index.Word(), index.Word()]);
            case 4:
                return new PhraseQuery(
                    [new PhraseTerm([new Term(field, index.Word())], 0), new PhraseTerm([new Term(field, index.Word()), new Term(field, index.Word())], 1 + index.Next(2))]);
            case 5:
                return Sloppy(index, field);
            case 6:
                return new PrefixQuery(field, index.Word()[..1]);
            case 7:
                var word = index.Word();
                return new WildcardQuery(field, index.Next(2) == 0 ? word[..1] + "*" + word[^1] : "?" + word[1..] + (index.Next(2) == 0 ? "*" : ""));
            case 8:
                return new FuzzyQuery(new Term(field, index.Word()), 1 + index.Next(2)) { PrefixLength = index.Next(2), MaxExpansions = index.Next(2) == 0 ? 50 : 5 };
            case 9:
                var from = index.Next(900);
                return new NumericRangeQuery("date", from - 20, from + index.Next(300));
            case 10:
                return new DocValuesTermsQuery(index.Next(2) == 0 ? "author" : "tag", $"a{index.Next(300)}", $"t{index.Next(20)}", "a1");
            case 11:
                return Combined(index);
            case 12:
                return index.Next(4) switch { 0 => new MatchAllDocsQuery(), 1 => new MatchNoDocsQuery("for a test"), 2 => new FieldExistsQuery("date"), _ => new FieldExistsQuery("title") };
            case 13:
                return new ConstantScoreQuery(Next(index, depth - 1));
            case 14:
                return new BoostQuery(Next(index, depth - 1), 0.5f + index.Next(4));
            case 15 or 16:
                return new DisjunctionMaxQuery([Next(index, depth - 1), Next(index, depth - 1), Next(index, depth - 1)], index.Next(2) * 0.3f);
            case 17:
                return new DecayQuery(Next(index, depth - 1), "date", 500, 200) { Floor = 0.5f, Shape = (DecayShape)index.Next(4) };
            default:
                return Boolean(index, depth);
        }
    }

    private static PhraseQuery Sloppy(RandomIndex index, string field)
    {
        // Some words come twice or have alternatives: no occurrence counts for two places.
        string[] words = [index.Word(), index.Word(), index.Word()];
        var places = Enumerable.Range(0, 2 + index.Next(3)).Select(i =>
        {
            Term first = new(field, words[index.Next(words.Length)]), second = new(field, words[index.Next(words.Length)]);
            return new PhraseTerm(index.Next(6) == 0 && first != second ? [first, second] : [first], i + index.Next(2) * i);
        });
        return new PhraseQuery([.. places.DistinctBy(static place => place.Position)], 1 + index.Next(5));
    }

    private static CombinedFieldsQuery Combined(RandomIndex index)
    {
        string first = index.Word(), second = index.Word();
        return new CombinedFieldsQuery(
            new FieldTerm(new Term("title", first), 3), new FieldTerm(new Term("body", first)), new FieldTerm(new Term("body", second)))
        {
            Similarity = new BM25Similarity(0.9f, 0.4f),
        };
    }

    private static BooleanQuery Boolean(RandomIndex index, int depth)
    {
        var clauses = Enumerable.Range(0, 1 + index.Next(4))
            .Select(_ => new BooleanClause(
                index.Next(3) == 0 ? Next(index, depth - 1) : new TermQuery("body", index.Word()),
                index.Next(10) switch { 0 => Occur.MustNot, 1 or 2 => Occur.Filter, < 6 => Occur.Must, _ => Occur.Should }))
            .ToArray();
        return new BooleanQuery([.. clauses]) { MinimumShouldMatch = index.Next(5) == 0 ? index.Next(4) : 0 };
    }
}
