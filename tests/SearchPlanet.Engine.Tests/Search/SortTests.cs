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

    [Theory]
    [InlineData(25)]
    [InlineData(26)]
    public void Search_AnyQueryByColumnThenScore_PagesThroughEveryHitInOrder(int seed)
    {
        // A tenth of the documents have no date, and constant queries one score: what is equal stands in the order of the index.
        using var index = new RandomIndex(seed, 2000);
        var searcher = new IndexSearcher(index.Reader);
        var dates = index.Live().ToDictionary(static entry => entry.Doc, static entry => entry.Document.Date);
        for (var round = 0; round < 40; round++)
        {
            var query = RandomQueries.Next(index, depth: 1);
            var isDescending = index.Next(2) == 0;
            var byScore = searcher.Search(query, index.Reader.MaxDoc, TestContext.Current.CancellationToken).ScoreDocs;
            var dated = byScore.OrderBy(hit => dates[hit.Doc] is null);
            dated = isDescending ? dated.ThenByDescending(hit => dates[hit.Doc]) : dated.ThenBy(hit => dates[hit.Doc]);
            int[] expected = [.. dated.ThenByDescending(static hit => hit.Score).ThenBy(static hit => hit.Doc).Select(static hit => hit.Doc)];
            var sort = new Sort(SortField.Number("date", isDescending), SortField.Score);
            List<ScoreDoc> seen = [];
            while (true)
            {
                var page = searcher.Search(query, new SearchOptions { Limit = 1 + (expected.Length / 5), Sort = sort, After = seen.LastOrDefault() }, TestContext.Current.CancellationToken);
                page.TotalHits.ShouldBe(expected.Length, $"{query}");
                if (page.ScoreDocs.IsEmpty)
                {
                    break;
                }

                seen.AddRange(page.ScoreDocs);
            }

            seen.Select(static hit => hit.Doc).ShouldBe(expected, $"{query}");
        }
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
}
