using SearchPlanet.Search.Evaluation;

namespace SearchPlanet.Search.Tests.Evaluation;

public sealed class RunScorerTests
{
    private static readonly string[] Judgements = ["1\ta\t3", "1\tb\t1", "1\tc\t0", "2\tx\t1", "3\ty\t1"];

    [Fact]
    public void Score_PerfectRun_IsOne() =>
        new RunScorer(Judgements).Score(["1 Q0 a 1 9 t", "1 Q0 b 2 8 t", "2 Q0 x 1 9 t", "3 Q0 y 1 9 t"]).ShouldBe(new RelevanceScores(1, 1, 1, 1));

    [Fact]
    public void Score_QueryWithoutAnswer_CountsAsZero()
    {
        var scores = new RunScorer(Judgements).Score(["1 Q0 a 1 9 t", "1 Q0 b 2 8 t"]);
        scores.ShouldBe(new RelevanceScores(1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3));
    }

    [Fact]
    public void Score_SwappedGrades_MatchesHandCount()
    {
        // b (1) before c (0) before a (3): gains 1/log2(2) and 3/log2(4) over the ideal 3/log2(2) + 1/log2(3).
        var scores = new RunScorer(["1\ta\t3", "1\tb\t1", "1\tc\t0"]).Score(["1 Q0 b 1 9 t", "1 Q0 c 2 8 t", "1 Q0 a 3 7 t"]);
        scores.Ndcg10.ShouldBe((1 + 1.5) / (3 + (1 / Math.Log2(3))), 1e-12);
        scores.Mrr10.ShouldBe(1);
        scores.Map.ShouldBe((1 + (2.0 / 3)) / 2, 1e-12);
    }

    [Fact]
    public void Score_JudgementsInTrecsForm_ReadsTheSame() =>
        new RunScorer(["1 0 a 3", "1  0\tb 1", "", "1 0 c -1 "]).Score(["1 Q0 b 1 9 t", "1 Q0 a 2 8 t"])
            .ShouldBe(new RunScorer(["1\ta\t3", "1\tb\t1"]).Score(["1 Q0 b 1 9 t", "1 Q0 a 2 8 t"]));

    [Theory]
    [InlineData("1 a")]
    [InlineData("1 0 a x")]
    [InlineData("1 0 a 1 9")]
    public void Create_LineThatIsNoJudgement_IsQuoted(string line) =>
        Should.Throw<FormatException>(() => new RunScorer([line])).Message.ShouldContain(line);
}
