using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Engine.Tests.Analysis;

public class StandardAnalyzerTests
{
    [Theory]
    [InlineData("The quick, BROWN fox can't jump 32.3 feet, right?", "the quick brown fox can't jump 32.3 feet right")]
    [InlineData("foo_bar a.b 1,2 a,b 1.a x:y", "foo_bar a.b 1,2 a b 1 a x:y")]
    [InlineData("select_related() __init__ ___", "select_related __init__")]
    [InlineData("日本語 カタカナ ひら", "日 本 語 カタカナ ひ ら")]
    [InlineData("\u0130smail I\u0307 \u0131 ŁÓDŹ", "ismail i\u0307 \u0131 łódź")]
    [InlineData("ʻOkina O\u0301 été", "ʻokina o\u0301 été")]
    public void CreateStream_Text_CutsAsLuceneDoes(string text, string expected) =>
        string.Join(' ', Tokens.Of(new StandardAnalyzer(), text).Select(static token => token[(token.IndexOf(':') + 1)..])).ShouldBe(expected);

    [Fact]
    public void CreateStream_LongWord_IsCutAt255()
    {
        var tokens = Tokens.Of(new StandardAnalyzer(), new string('a', 600));
        tokens.Count.ShouldBe(3);
        tokens[2].Length.ShouldBe("2:".Length + 90);
    }
}
