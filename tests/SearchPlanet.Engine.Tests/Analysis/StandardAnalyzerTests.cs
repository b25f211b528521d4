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

    [Theory]
    [InlineData("a")]
    [InlineData("_")]
    [InlineData("a'")]
    [InlineData("a\u0301")]
    [InlineData("\u0e01")]
    [InlineData("\u0e01\u0e49")]
    [InlineData("\U0001F469\u200D")]
    [InlineData("\u30AB")]
    public void CreateStream_MillionsWithoutABlank_AreReadOnce(string piece)
    {
        // Read once for each token it is cut into, such a text would take time that grows with its square.
        var text = string.Concat(Enumerable.Repeat(piece, 2_000_000)) + "b";
        var stream = new StandardAnalyzer().CreateStream();
        stream.Reset(text.AsMemory());
        var end = 0;
        while (stream.IncrementToken())
        {
            stream.Token.Length.ShouldBeLessThanOrEqualTo(StandardTokenizer.MaxTokenLength);
            Assert.True(stream.Token.StartOffset >= end);
            end = stream.Token.EndOffset;
        }

        end.ShouldBe(text.Length);
    }
}
