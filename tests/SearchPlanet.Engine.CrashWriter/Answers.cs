using System.Globalization;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.CrashWriter;

/// <summary>Queries of every kind over the load, and what they find, to the last bit of the scores.</summary>
public static class Answers
{
    /// <summary>Lines of each query: its total, and document and score's bits of each hit, with and without counting all; its facets and histogram.</summary>
    public static IEnumerable<string> Of(DirectoryReader reader, int seed)
    {
        var searcher = new IndexSearcher(reader);
        var random = new Random(seed);
        for (var i = 0; i < 150; i++)
        {
            var query = Next(random, i % 10);
            foreach (var exact in (bool[])[true, false])
            {
                var found = searcher.Search(query, new SearchOptions { Limit = 25, ExactTotal = exact });
                var hits = found.ScoreDocs.Select(static hit => string.Create(CultureInfo.InvariantCulture, $"{hit.Doc}:{BitConverter.SingleToUInt32Bits(hit.Score):x8}"));
                yield return string.Create(CultureInfo.InvariantCulture, $"{query} {(exact ? found.TotalHits : -1)} {string.Join(' ', hits)}");
            }

            using var matches = searcher.Matches(query);
            using var counts = FacetCounter.Count(matches, "id")[0];
            var histogram = HistogramCounter.Count(matches, "step", [0, 10, 20, 30, 60]);
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{query} counted {counts.Sum}: {string.Join(' ', counts.Top(5))}, {string.Join(' ', histogram)}");
        }
    }

    private static Query Next(Random random, int kind) => kind switch
    {
        0 => Term(random),
        1 => BooleanQuery.Any(Term(random), Term(random)),
        2 => BooleanQuery.Any(Term(random), Term(random), Term(random), Term(random)),
        3 => BooleanQuery.All(Term(random), Term(random)),
        4 => new PhraseQuery("text", [Word(random), Word(random)]),
        5 => new PhraseQuery([new PhraseTerm([new Term("text", Word(random))], 0), new PhraseTerm([new Term("text", Word(random))], 1)], 4),
        6 => new PrefixQuery("text", "w" + random.Next(1, 10)),
        7 => new FuzzyQuery(new Term("text", Word(random)), 1),
        8 => new BooleanQuery(new BooleanClause(Term(random), Occur.Must), new BooleanClause(new NumericRangeQuery("step", random.Next(20), 20 + random.Next(20)), Occur.Filter)),
        _ => new DecayQuery(Term(random), "step", 30, 10) { Floor = 0.2f },
    };

    private static TermQuery Term(Random random) => new("text", Word(random));

    private static string Word(Random random) => "w" + (int)(200 * random.NextDouble() * random.NextDouble());
}
