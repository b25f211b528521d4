using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Tests.Search;

public class SortTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Search_ByColumn_PagesThroughEveryHitInOrder(bool isDescending)
    {
        using var index = new RandomIndex(21, 6000);
        var searcher = new IndexSearcher(index.Reader);
        var word = index.Words[2];
        var matching = index.Live().Where(entry => entry.Document.Body.Contains(word)).ToArray();
        var expected = (isDescending
                ? matching.OrderBy(static entry => entry.Document.Date is null).ThenByDescending(static entry => entry.Document.Date)
                : matching.OrderBy(static entry => entry.Document.Date is null).ThenBy(static entry => entry.Document.Date))
            .ThenBy(static entry => entry.Doc).Select(static entry => entry.Doc).ToArray();
        var seen = new List<ScoreDoc>();
        while (true)
        {
            var page = searcher.Search(
                new TermQuery("body", word),
                new SearchOptions { Limit = 97, Sort = new Sort(SortField.Number("date", isDescending)), After = seen.LastOrDefault() },
                TestContext.Current.CancellationToken);
            page.TotalHits.ShouldBe(expected.Length);
            if (page.ScoreDocs.IsEmpty)
            {
                break;
            }

            seen.AddRange(page.ScoreDocs);
        }
        seen.Select(static hit => hit.Doc).ShouldBe(expected);
    }

    [Fact]
    public void Search_ByScoreAsAField_IsTheOrderOfScores()
    {
        using var index = new RandomIndex(22, 3000);
        var searcher = new IndexSearcher(index.Reader);
        var query = BooleanQuery.Any(new TermQuery("body", index.Words[1]), new TermQuery("title", index.Words[3]));
        var byScore = searcher.Search(query, 50, TestContext.Current.CancellationToken);
        var byField = searcher.Search(query, new SearchOptions { Limit = 50, Sort = new Sort(SortField.Score) }, TestContext.Current.CancellationToken);
        byField.ScoreDocs.Select(static hit => (hit.Doc, hit.Score)).ShouldBe(byScore.ScoreDocs.Select(static hit => (hit.Doc, hit.Score)));
    }

    [Fact]
    public void Search_Cancelled_Stops()
    {
        using var index = new RandomIndex(23, 300);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => new IndexSearcher(index.Reader).Search(new MatchAllDocsQuery(), 10, source.Token));
    }

    [Fact]
    public void FilterCache_BeyondItsBound_Forgets()
    {
        using var index = new RandomIndex(24, 6000);
        var cache = new FilterCache(maxBytes: 3000);
        var searcher = new IndexSearcher(index.Reader, filterCache: cache);
        for (var i = 0; i < 20; i++)
        {
            var filtered = new BooleanQuery(
                new BooleanClause(new MatchAllDocsQuery(), Occur.Must), new BooleanClause(new TermQuery("tag", $"t{i}"), Occur.Filter));
            searcher.Count(filtered, TestContext.Current.CancellationToken).ShouldBe(index.Documents.Values.Count(document => document.Tags.Contains($"t{i}")));
            cache.Bytes.ShouldBeLessThanOrEqualTo(3000);
        }
    }
}
