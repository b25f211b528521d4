using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>Every query type on random indexes against <see cref="ReferenceSearch"/>: same documents, totals, order and scores.</summary>
public class QueriesAgainstReferenceTests(ITestOutputHelper output)
{
    private const int QueriesPerIndex = 120;

    public static TheoryData<int, int> Indexes => new()
    {
        { 1, 300 },
        { 2, 2500 },
        { 3, 9000 },
        { Environment.TickCount, 4500 },
    };

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Search_RandomQueries_FindWhatTheReferenceFinds(int seed, int docs)
    {
        output.WriteLine($"seed {seed}");
        using var index = new RandomIndex(seed, docs);
        var searcher = new IndexSearcher(index.Reader);
        var cached = new IndexSearcher(index.Reader, filterCache: new FilterCache(20_000));
        var live = index.Live().ToArray();
        live.Length.ShouldBe(index.Documents.Count);
        var dictionary = live.SelectMany(static entry => entry.Document.Body).Concat(index.Words).Distinct().ToArray();
        var reference = new ReferenceSearch(searcher, dictionary);
        for (var i = 0; i < QueriesPerIndex; i++)
        {
            var query = RandomQueries.Next(index, depth: 2);
            var expected = live
                .Select(entry => new Expected(entry.Doc, reference.Score(query, entry.Document)))
                .Where(static hit => hit.Score is not null)
                .ToArray();
            var because = $"seed {seed}, query {i}: {query}";
            CheckMatches(searcher, query, expected, because);
            CheckTopDocs(searcher, query, expected, because);
            CheckDocumentByDocument(searcher, query, expected, because);
            cached.Count(query, TestContext.Current.CancellationToken).ShouldBe(expected.Length, because);
            cached.Count(query, TestContext.Current.CancellationToken).ShouldBe(expected.Length, because);
        }
    }

    private static void CheckMatches(IndexSearcher searcher, Query query, Expected[] expected, string because)
    {
        searcher.Count(query).ShouldBe(expected.Length, because);
        var matches = searcher.Matches(query);
        matches.Count.ShouldBe(expected.Length, because);
        expected.All(hit => matches.Contains(hit.Doc)).ShouldBeTrue(because);
    }

    private static void CheckTopDocs(IndexSearcher searcher, Query query, Expected[] expected, string because)
    {
        var all = searcher.Search(query, Math.Max(1, expected.Length));
        all.TotalHits.ShouldBe(expected.Length, because);
        all.ScoreDocs.Length.ShouldBe(expected.Length, because);
        var scores = expected.ToDictionary(static hit => hit.Doc, static hit => hit.Score!.Value);
        for (var i = 0; i < all.ScoreDocs.Length; i++)
        {
            var hit = all.ScoreDocs[i];
            scores.ShouldContainKey(hit.Doc, because);
            ((double)hit.Score).ShouldBe(scores[hit.Doc], 1e-5 * Math.Max(1, scores[hit.Doc]), because);
            if (i > 0)
            {
                IsBefore(all.ScoreDocs[i - 1], hit).ShouldBeTrue(because);
            }
        }

        // Whatever may be skipped, the best are the best.
        foreach (var limit in (int[])[1, 3, 10])
        {
            foreach (var exact in (bool[])[true, false])
            {
                var top = searcher.Search(query, new SearchOptions { Limit = limit, ExactTotal = exact });
                top.ScoreDocs.AsSpan().SequenceEqual(all.ScoreDocs.AsSpan()[..Math.Min(limit, all.ScoreDocs.Length)]).ShouldBeTrue(because);
                if (exact)
                {
                    top.TotalHits.ShouldBe(expected.Length, because);
                }
                else
                {
                    top.TotalHits.ShouldBeInRange(top.ScoreDocs.Length, expected.Length, because);
                }
            }
        }

        CheckCursor(searcher, query, all, because);
        foreach (var hit in all.ScoreDocs.Take(2).Append(all.ScoreDocs.LastOrDefault()).OfType<ScoreDoc>())
        {
            var explanation = searcher.Explain(query, hit.Doc);
            explanation.IsMatch.ShouldBeTrue(because);
            explanation.Value.ShouldBe(hit.Score, 1e-5f * Math.Max(1, hit.Score), because + "\n" + explanation);
            explanation.ShouldAddUp(because);
        }

        var live = searcher.Search(new MatchAllDocsQuery(), new SearchOptions { Limit = 20 });
        foreach (var other in live.ScoreDocs.Where(hit => !scores.ContainsKey(hit.Doc)))
        {
            searcher.Explain(query, other.Doc).IsMatch.ShouldBeFalse(because);
        }
    }

    private static void CheckCursor(IndexSearcher searcher, Query query, TopDocs all, string because)
    {
        var seen = new List<ScoreDoc>();
        var size = Math.Max(1, all.ScoreDocs.Length / 4);
        while (true)
        {
            var page = searcher.Search(query, new SearchOptions { Limit = size, After = seen.LastOrDefault() });
            page.TotalHits.ShouldBe(all.TotalHits, because);
            if (page.ScoreDocs.IsEmpty)
            {
                break;
            }

            seen.AddRange(page.ScoreDocs);
        }

        seen.SequenceEqual(all.ScoreDocs).ShouldBeTrue(because);
    }

    private static void CheckDocumentByDocument(IndexSearcher searcher, Query query, Expected[] expected, string because)
    {
        var weight = searcher.CreateWeight(query, needsScores: true);
        var found = new List<(int, float)>();
        foreach (var leaf in searcher.Reader.Leaves)
        {
            if (weight.Scorer(leaf) is not { } inner)
            {
                continue;
            }

            var scorer = new AssertingScorer(inner, leaf.Reader.MaxDoc);
            for (var doc = scorer.NextDoc(); doc != Scorer.NoMoreDocs; doc = doc % 7 == 0 ? scorer.Advance(doc + 1) : scorer.NextDoc())
            {
                if (scorer.Matches() && leaf.Reader.LiveDocs?[doc] != false)
                {
                    found.Add((leaf.DocBase + doc, scorer.Score()));
                }
            }
        }

        found.Select(static hit => hit.Item1).ShouldBe(expected.Select(static hit => hit.Doc), because);
        var byWindow = searcher.Search(query, Math.Max(1, expected.Length)).ScoreDocs.ToDictionary(static hit => hit.Doc, static hit => hit.Score);
        foreach (var (doc, score) in found)
        {
            score.ShouldBe(byWindow[doc], 1e-6f * Math.Max(1, score), because);
        }
    }

    private static bool IsBefore(ScoreDoc a, ScoreDoc b) => a.Score > b.Score || (a.Score == b.Score && a.Doc < b.Doc);

    private sealed record Expected(int Doc, double? Score);
}
