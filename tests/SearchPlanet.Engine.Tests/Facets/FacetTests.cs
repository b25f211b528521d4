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

    [Fact]
    public void Search_SidewaysChoices_IgnoreTheirOwnDimension()
    {
        using var index = new RandomIndex(13, 5000);
        var searcher = new IndexSearcher(index.Reader);
        var query = new TermQuery("body", index.Words[1]);
        using var result = DrillSideways.Search(
            searcher,
            query,
            [
                new DrillDown("tag", new TermQuery("tag", "t1")),
                new DrillDown("author", new DocValuesTermsQuery("author", "a1", "a2", "a3", "a4", "a5")),
                new DrillDown("date", new NumericRangeQuery("date", 100, 800), IsSideways: false),
            ],
            new SearchOptions(),
            TestContext.Current.CancellationToken);
        string[] authors = ["a1", "a2", "a3", "a4", "a5"];
        var matching = index.Live().Select(static entry => entry.Document)
            .Where(document => document.Body.Contains(index.Words[1]) && document.Date is >= 100 and <= 800).ToArray();
        Check(FacetCounter.Count(result.MatchesFor("tag"), "tag")[0], matching.Where(document => authors.Contains(document.Author)).SelectMany(static document => document.Tags));
        Check(FacetCounter.Count(result.MatchesFor("author"), "author")[0], matching.Where(static document => document.Tags.Contains("t1")).Select(static document => document.Author));
        result.TopDocs.TotalHits.ShouldBe(matching.Count(document => authors.Contains(document.Author) && document.Tags.Contains("t1")));
        result.Matches.Count.ShouldBe((int)result.TopDocs.TotalHits);
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
    public void Count_Histogram_CountsEachRangeOnce()
    {
        using var index = new RandomIndex(14, 5000);
        using var matches = new IndexSearcher(index.Reader).Matches(new MatchAllDocsQuery(), TestContext.Current.CancellationToken);
        ImmutableArray<long> edges = [-10, 0, 1, 7, 100, 365, 900];
        var dates = index.Live().Select(static entry => entry.Document.Date).OfType<long>().ToArray();
        HistogramCounter.Count(matches, "date", edges, TestContext.Current.CancellationToken)
            .ShouldBe(Enumerable.Range(0, edges.Length - 1).Select(i => dates.Count(date => date >= edges[i] && date < edges[i + 1])));
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
