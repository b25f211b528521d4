using SearchPlanet.Server.Cli;

namespace SearchPlanet.Server.Tests.Cli;

public sealed class ResultTableTests
{
    private const string Feed = "https://blog.example/a/long/address/feed.xml";

    [Fact]
    public void Write_WhereItFits_AlignsColumnsWithoutTrailingBlanks() =>
        Written(int.MaxValue, "the server answers with status 500").ShouldBe(
            [
                "planet feed                                         trouble",
                $"python {Feed} the server answers with status 500",
                "百科   https://b.example/",
            ]);

    [Fact]
    public void Write_LastColumnTooLong_WrapsItAtBlanks() =>
        Written(80, "the server answers with status 500").ShouldBe(
            [
                "planet feed                                         trouble",
                $"python {Feed} the server answers with",
                new string(' ', 52) + "status 500",
                "百科   https://b.example/",
            ]);

    [Theory]
    [InlineData(60, "the server answers with status 500")]
    [InlineData(80, "https://blog.example/another/long/address/ was not found")]
    public void Write_WhereItDoesNotFit_WritesABlockARowWithWholeCells(int width, string trouble) =>
        Written(width, trouble).ShouldBe(
            [
                "planet   python",
                $"feed     {Feed}",
                $"trouble  {trouble}",
                "",
                "planet   百科",
                "feed     https://b.example/",
            ]);

    [Fact]
    public void Write_CellWithControlCharacters_WritesBlanks()
    {
        var table = new ResultTable("a", "b");
        table.Add("\e[2Jx", "one\ntwo");
        using var output = new StringWriter();

        table.Write(output, 80);

        output.ToString().ShouldEndWith($" [2Jx one two{Environment.NewLine}");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Write_AnyWidth_KeepsEveryCellInOneLine(int width)
    {
        var lines = Written(width, "no");

        lines.ShouldContain(line => line.Contains(Feed, StringComparison.Ordinal));
        lines.ShouldAllBe(line => line.Length <= width);
    }

    private static List<string> Written(int width, string trouble)
    {
        var table = new ResultTable("planet", "feed", "trouble");
        table.Add("python", Feed, trouble);
        table.Add("百科", "https://b.example/", null);
        using var output = new StringWriter();
        table.Write(output, width);
        return [.. output.ToString().TrimEnd().Split(Environment.NewLine)];
    }
}
