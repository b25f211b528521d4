using SearchPlanet.Search.Evaluation;
using SearchPlanet.Search.Ranking;

namespace SearchPlanet.Search.Tests.Evaluation;

public sealed class RelevanceLabTests
{
    /// <summary>Lucene with its English analyzer reaches 0.507 on cacm and 0.423 on cranfield.</summary>
    [Theory]
    [InlineData("cacm", 0.54)]
    [InlineData("cranfield", 0.445)]
    public void Run_JudgedCollection_ReachesItsMark(string collection, double ndcg)
    {
        var folder = SharedData.Require($"data/relevance/{collection}");
        using var lab = RelevanceLab.Open(Path.Combine(folder, "docs.jsonl.gz"), hideTags: false, TestContext.Current.CancellationToken);
        var queries = RelevanceLab.ReadQueries(Path.Combine(folder, "queries.tsv"));
        var run = lab.Run(queries, RankingProfile.Default, TestContext.Current.CancellationToken);
        new RunScorer(File.ReadLines(Path.Combine(folder, "qrels.tsv"))).Score(run).Ndcg10.ShouldBeGreaterThan(ndcg);
    }

    [Fact]
    public async Task Open_PostsThatLackSomething_AreRankedByWhatTheyHave()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, """
                {"id":"tags","title":"Only tags","tags":["beta"]}
                {"id":"text","text":"beta, and a tag","tags":["alpha"]}
                {"id":7,"title":" ","html":"<p>alpha beta</p>","url":null}
                """, TestContext.Current.CancellationToken);
            Run(hideTags: false).ShouldBe(["7", "tags", "text"]);
            Run(hideTags: true).ShouldBe(["7", "text"]);
        }
        finally
        {
            File.Delete(path);
        }

        IEnumerable<string> Run(bool hideTags)
        {
            using var lab = RelevanceLab.Open(path, hideTags, TestContext.Current.CancellationToken);
            return [.. lab.Run([("q", "beta")], RankingProfile.Default, TestContext.Current.CancellationToken).Select(static line => line.Split(' ')[2]).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task Run_DocumentsOfOneId_RanksTheLastOnce()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, """
                {"id":"1","title":"alpha"}
                {"id":"1","title":"beta"}
                """, TestContext.Current.CancellationToken);
            using var lab = RelevanceLab.Open(path, hideTags: false, TestContext.Current.CancellationToken);
            lab.Count.ShouldBe(1);
            lab.Run([("q", "alpha"), ("r", "beta beta"), ("s", "")], RankingProfile.Default, TestContext.Current.CancellationToken)
                .ShouldHaveSingleItem().ShouldStartWith("r Q0 1 1 ");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task RunAsync_SmallCollection_WritesATrecRun()
    {
        var folder = Directory.CreateTempSubdirectory();
        string In(string name) => Path.Combine(folder.FullName, name);
        try
        {
            await File.WriteAllTextAsync(In("docs.jsonl"), """
                {"id":"1","title":"","text":"def parse_date(text): return text"}
                {"id":"2","title":"Dates","text":"How to parse dates"}
                {"id":3,"title":null,"text":"nothing of it"}
                """, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(In("queries.tsv"), "q1\tparse a date -OR (\nq2\t???\n", TestContext.Current.CancellationToken);
            var summary = await RelevanceLab.RunAsync(In("docs.jsonl"), In("queries.tsv"), In("run"), hideTags: true, TestContext.Current.CancellationToken);
            (summary.Documents, summary.Queries).ShouldBe((3, 2));
            var lines = await File.ReadAllLinesAsync(In("run"), TestContext.Current.CancellationToken);
            lines.Select(l => l.Split(' ')).Select(p => (p[0], p[1], p[3], p[5])).ShouldBe([("q1", "Q0", "1", "searchplanet"), ("q1", "Q0", "2", "searchplanet")]);
            lines.Select(l => l.Split(' ')[2]).Order().ShouldBe(["1", "2"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
