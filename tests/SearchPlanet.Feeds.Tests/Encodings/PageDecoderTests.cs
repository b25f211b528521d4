using System.Text;
using SearchPlanet.Feeds.Encodings;

namespace SearchPlanet.Feeds.Tests.Encodings;

public sealed class PageDecoderTests
{
    [Theory]
    [InlineData("text/html; charset=windows-1251", "<p>Привет</p>", 1251)]
    [InlineData("text/html", "<head><meta charset=\"windows-1251\"><p>Привет</p>", 1251)]
    [InlineData("text/html", "<meta name=a content=b><META http-equiv='Content-Type' content='text/html; charset=windows-1251'/><p>Привет</p>", 1251)]
    [InlineData("text/html", "<meta charset=utf-16><p>Привет</p>", 65001)]
    [InlineData("text/html; charset=windows-1251", "<meta charset=utf-8><p>Привет</p>", 1251)]
    [InlineData(null, "<p>Привет</p>", 65001)]
    [InlineData(null, "<p>naïve “quotes”</p>", 1252)]
    [InlineData("text/plain; charset=iso-8859-1", "naïve “quotes”", 1252)]
    [InlineData("text/plain; charset=nobody-knows", "Grüße", 1252)]
    public void Decode_Page_ByWhatIsSaidOfIt(string? contentType, string page, int codePage)
    {
        var encoding = codePage == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        PageDecoder.Decode(encoding.GetBytes(page), contentType).ShouldBe(page);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Decode_Mark_CountsBeforeTheHeader(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        PageDecoder.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes("Grüße")], "text/html; charset=windows-1251").ShouldBe("Grüße");
    }

    [Theory]
    [InlineData("<meta charset")]
    [InlineData("<meta charset=")]
    [InlineData("<meta charset=\"\"><meta")]
    [InlineData("")]
    public void Decode_TornMeta_IsText(string page) => PageDecoder.Decode(Encoding.UTF8.GetBytes(page), contentType: null).ShouldBe(page);
}
