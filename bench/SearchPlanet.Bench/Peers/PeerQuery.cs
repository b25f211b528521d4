using System.Globalization;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Bench.Peers;

/// <summary>A line of <c>queries.tsv</c>: class, text, tag, first and last day as yyyymmdd.</summary>
internal sealed record PeerQuery(string Class, string Text, string Tag, string From, string To)
{
    public static PeerQuery Parse(string line)
    {
        var column = line.Split('\t');
        return new PeerQuery(column[0], column[1], column[2], column[3], column[4]);
    }

    /// <summary>The query that the class means; built anew for each run, as the peers do.</summary>
    public Query ToQuery()
    {
        var words = Text.Split(' ');
        return Class switch
        {
            "prefix" => new PrefixQuery("text", Text),
            "fuzzy1" => new FuzzyQuery(new Term("text", Text), 1),
            "fuzzy2" => new FuzzyQuery(new Term("text", Text), 2),
            "phrase" => new PhraseQuery("text", words),
            "sloppy" => new PhraseQuery([.. words.Select((word, i) => new PhraseTerm([new Term("text", word)], i))], slop: 4),
            "boolean" => new BooleanQuery(
                [
                    new BooleanClause(Word(words[0]), Occur.Must), new BooleanClause(Word(words[^1]), Occur.MustNot),
                    .. words[1..^1].Select(word => new BooleanClause(Word(word), Occur.Should)),
                ]),
            "filtered" => new BooleanQuery(
                new BooleanClause(new TermQuery(new Term("text", Text)), Occur.Must),
                new BooleanClause(new TermQuery(new Term("tag", Tag)), Occur.Filter),
                new BooleanClause(new NumericRangeQuery("date", Day(From), Day(To)), Occur.Filter)),
            "and2" or "facets_and" => BooleanQuery.All(words.Select(Word)),
            _ when words.Length == 1 => Word(Text),
            _ => BooleanQuery.Any(words.Select(Word)),
        };
    }

    private static Query Word(string word) => new TermQuery(new Term("text", word));

    private static long Day(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
