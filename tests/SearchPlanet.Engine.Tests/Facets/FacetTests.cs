using System.Collections.Immutable;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Search;
using SearchPlanet.Engine.Tests.Search;

namespace SearchPlanet.Engine.Tests.Facets;

/// <summary>Counts over random indexes against counting document by document.</summary>
public class FacetTests
{
    [Theory]
    [InlineData(11, 400)]
    [InlineData(12, 6000)]
    public void Count_SeveralFields_AreThoseOfTheMatches(int seed, int docs)
    {
        using var index = new RandomIndex(seed, docs);
        var searcher = new IndexSearcher(index.Reader);
        foreach (var query in (Query[])[new MatchAllDocsQuery(), new TermQuery("body", index.Words[0]), new TermQuery("tag", "t3"), new MatchNoDocsQuery("none")])
        {
            using var matches = searcher.Matches(query, TestContext.Current.CancellationToken);
            var documents = index.Live().Where(entry => matches.Contains(entry.Doc)).Select(static entry => entry.Document).ToArray();
            var counts = FacetCounter.Count(matches, "tag", "author", "title");
            Check(counts[0], documents.SelectMany(static document => document.Tags));
            Check(counts[1], documents.Select(static document => document.Author));
            counts[2].Top(5).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Dispose_SetsAndCounters_AreReusedAndNotReadAgain()
    {
        using var index = new RandomIndex(16, 3000);
        var searcher = new IndexSearcher(index.Reader);
        var all = searcher.Matches(new MatchAllDocsQuery(), TestContext.Current.CancellationToken);
        var borrowed = all.Segments;
        var counts = FacetCounter.Count(all, "tag")[0];
        all.Dispose();
        all.Dispose();
        counts.Dispose();
        counts.Dispose();

        Should.Throw<ObjectDisposedException>(() => all.Count);
        Should.Throw<ArgumentException>(() => counts.Top(1));
        using var none = searcher.Matches(new MatchNoDocsQuery("none"), TestContext.Current.CancellationToken);
        none.Segments.ShouldBe(borrowed);
        none.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(13, 5000)]
    [InlineData(18, 900)]
    public void Search_SidewaysChoices_IgnoreTheirOwnDimension(int seed, int docs)
    {
        using var index = new RandomIndex(seed, docs);
        var searcher = new IndexSearcher(index.Reader);
        var live = index.Live().ToArray();
        for (var round = 0; round < 40; round++)
        {
            var query = RandomQueries.Next(index, depth: 1);
            var because = $"seed {seed}, round {round}: {query}";
            var tag = $"t{index.Next(20)}";
            string[] authors = [.. Enumerable.Range(0, 40).Select(_ => $"a{index.Next(300)}")];
            var from = index.Next(500);
            var isDateSideways = index.Next(2) == 0;
            (DrillDown Choice, Func<RandomDocument, bool> Fits)[] chosen =
            [
                (new DrillDown("tag", new TermQuery("tag", tag)), document => document.Tags.Contains(tag)),
                (new DrillDown("author", new DocValuesTermsQuery("author", [.. authors])), document => authors.Contains(document.Author)),
                (new DrillDown("date", new NumericRangeQuery("date", from, from + 400), isDateSideways), document => document.Date >= from && document.Date <= from + 400),
            ];
            chosen = [.. chosen.Where(_ => index.Next(3) > 0)];
            using var result = DrillSideways.Search(searcher, query, [.. chosen.Select(static c => c.Choice)], new SearchOptions { Limit = 30 }, TestContext.Current.CancellationToken);

            // The hits are those of the query with all choices as filters.
            var filtered = new BooleanQuery(
                [new BooleanClause(query, Occur.Must), .. chosen.Select(static c => new BooleanClause(c.Choice.Filter, Occur.Filter))]);
            var expected = searcher.Search(filtered, 30, TestContext.Current.CancellationToken);
            result.TopDocs.TotalHits.ShouldBe(expected.TotalHits, because);
            result.TopDocs.ScoreDocs.SequenceEqual(expected.ScoreDocs).ShouldBeTrue(because);

            using var bare = searcher.Matches(query, TestContext.Current.CancellationToken);
            var matching = live.Where(entry => bare.Contains(entry.Doc)).Select(static entry => entry.Document).ToArray();
            RandomDocument[] Fitting(string dimension) =>
                [.. matching.Where(document => chosen.All(c => (c.Choice.Dimension == dimension && c.Choice.IsSideways) || c.Fits(document)))];
            Check(FacetCounter.Count(result.MatchesFor("tag"), "tag")[0], Fitting("tag").SelectMany(static document => document.Tags));
            Check(FacetCounter.Count(result.MatchesFor("author"), "author")[0], Fitting("author").Select(static document => document.Author));
            result.MatchesFor("date").Count.ShouldBe(Fitting("date").Length, because);
            result.Matches.Count.ShouldBe(Fitting("").Length, because);
        }
    }

    [Fact]
    public void Search_BudgetSpent_EndsAfterOneWindowWithWhatItHas()
    {
        using var index = new RandomIndex(15, 12_000);
        var searcher = new IndexSearcher(index.Reader);
        var query = new TermQuery("body", index.Words[1]);
        using var whole = DrillSideways.Search(searcher, query, [], new SearchOptions { ExactTotal = false }, TestContext.Current.CancellationToken);

        using var part = DrillSideways.Search(
            searcher, query, [], new SearchOptions { ExactTotal = false, Budget = new CancellationToken(canceled: true) }, TestContext.Current.CancellationToken);

        (whole.IsPartial, part.IsPartial).ShouldBe((false, true));
        part.Matches.Count.ShouldBeInRange(1, whole.Matches.Count - 1);
        index.Live().Where(entry => part.Matches.Contains(entry.Doc)).ShouldAllBe(entry => whole.Matches.Contains(entry.Doc));
        part.TopDocs.ScoreDocs.ShouldAllBe(hit => part.Matches.Contains(hit.Doc));
    }

    [Fact]
    public void Count_Histogram_CountsEachMatchInItsRange()
    {
        using var index = new RandomIndex(14, 5000);
        var searcher = new IndexSearcher(index.Reader);
        var live = index.Live().ToArray();
        for (var round = 0; round < 40; round++)
        {
            var query = RandomQueries.Next(index, depth: 1);
            using var matches = searcher.Matches(query, TestContext.Current.CancellationToken);
            ImmutableArray<long> edges = round == 0 ? [-10, 0, 1, 7, 100, 365, 900] : [.. Enumerable.Range(0, 2 + index.Next(30)).Select(_ => (long)index.Next(1200) - 100).Distinct().Order()];
            if (edges.Length < 2)
            {
                continue;
            }

            var dates = live.Where(entry => matches.Contains(entry.Doc)).Select(static entry => entry.Document.Date).OfType<long>().ToArray();
            HistogramCounter.Count(matches, "date", edges, TestContext.Current.CancellationToken).ShouldBe(
                Enumerable.Range(0, edges.Length - 1).Select(i => dates.Count(date => date >= edges[i] && date < edges[i + 1])), $"{query}");
        }
    }

    private static void Check(FacetCounts counts, IEnumerable<string> values)
    {
        var expected = values.GroupBy(static value => value)
            .Select(static group => new FacetValue(group.Key, group.Count()))
            .OrderByDescending(static value => value.Count).ThenBy(static value => value.Value, StringComparer.Ordinal)
            .ToArray();
        counts.Top(int.MaxValue).ShouldBe(expected);
        counts.Top(3).ShouldBe(expected.Take(3));
        counts.Distinct.ShouldBe(expected.Length);
        counts.Sum.ShouldBe(expected.Sum(static value => value.Count));
        counts.Top(2, static value => value.EndsWith("7"u8)).ShouldBe(expected.Where(static value => value.Value.EndsWith('7')).Take(2));
        foreach (var value in expected.Take(3))
        {
            counts.CountOf(value.Value).ShouldBe(value.Count);
        }

        counts.CountOf("not there").ShouldBe(0);
    }
}
