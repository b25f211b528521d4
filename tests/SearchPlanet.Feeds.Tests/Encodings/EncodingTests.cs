using System.Text;

namespace SearchPlanet.Feeds.Tests.Encodings;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("windows-1251", 1251, "Привет")]
    [InlineData("koi8-r", 20866, "Привет")]
    [InlineData("iso-8859-2", 28592, "Žluťoučký")]
    [InlineData("shift_jis", 932, "日本語")]
    [InlineData("euc-jp", 51932, "日本語")]
    [InlineData("big5", 950, "中文")]
    [InlineData("macintosh", 10000, "naïve")]
    public void Parse_DeclaredEncoding_IsUsed(string name, int codePage, string title)
    {
        var body = CodePagesEncodingProvider.Instance.GetEncoding(codePage)?.GetBytes(Text(name, title)) ?? Encoding.GetEncoding(codePage).GetBytes(Text(name, title));
        var result = FeedParser.Parse(body, FeedContext.None);
        result.Feed.Title.ShouldBe(title);
        result.Encoding.ShouldBe(name);
        result.IsIllFormed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("utf-16le", true)]
    [InlineData("utf-16le", false)]
    [InlineData("utf-16be", true)]
    [InlineData("utf-16be", false)]
    [InlineData("utf-32le", true)]
    [InlineData("utf-32be", true)]
    [InlineData("utf-8", true)]
    public void Parse_WideEncoding_IsSeenWithAndWithoutMark(string name, bool hasMark)
    {
        Encoding encoding = name switch
        {
            "utf-16le" => new UnicodeEncoding(bigEndian: false, hasMark),
            "utf-16be" => new UnicodeEncoding(bigEndian: true, hasMark),
            "utf-32le" => new UTF32Encoding(bigEndian: false, hasMark),
            "utf-32be" => new UTF32Encoding(bigEndian: true, hasMark),
            _ => new UTF8Encoding(hasMark),
        };
        byte[] body = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text("utf-16", "Grüße"))];
        var result = FeedParser.Parse(body, FeedContext.None);
        result.Feed.Title.ShouldBe("Grüße");
        result.Encoding.ShouldBe(name);
    }

    [Fact]
    public void Parse_Greek_IsReadAsItsEditionWithTheEuro()
    {
        byte[] body = [.. Encoding.ASCII.GetBytes("<?xml version=\"1.0\" encoding=\"iso-8859-7\"?><rss version=\"2.0\"><channel><title>"), 0xA1, 0xA4, 0xA2, 0xE1, .. "</title></channel></rss>"u8];
        FeedParser.Parse(body, FeedContext.None).Feed.Title.ShouldBe("\u2018\u20AC\u2019\u03B1");
    }

    [Theory]
    [InlineData("euc-jp", "8FB0A1C6FC", "\u4E02\u65E5")]
    [InlineData("euc-jp", "8EB1C6FC", "\uFF71\u65E5")]
    [InlineData("iso-2022-jp", "1B2442467C1B284241", "\u65E5A")]
    [InlineData("iso-2022-jp", "1B2849311B284A5C1B2842", "\uFF71\u00A5")]
    [InlineData("iso-2022-jp-1", "1B24284430211B2442467C1B2842", "\u4E02\u65E5")]
    [InlineData("iso-2022-jp-2", "1B244156501B2442467C1B24284331391B2842", "\u4E2D\u65E5\uAD6D")]
    [InlineData("iso-2022-jp-3", "1B24284F467C1B284241", "\u65E5A")]
    public void Parse_JapaneseCharacterSets_AreRead(string name, string bytes, string expected)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes($"<?xml version=\"1.0\" encoding=\"{name}\"?><rss version=\"2.0\"><channel><title>"), .. Convert.FromHexString(bytes), .. "</title></channel></rss>"u8];
        FeedParser.Parse(body, FeedContext.None).Feed.Title.ShouldBe(expected);
    }

    [Theory]
    [InlineData("euc-jp", 51932, "日本語の記事、とても長い記事です。")]
    [InlineData("shift_jis", 932, "日本語の記事、とても長い記事です。")]
    [InlineData("euc-kr", 51949, "한국어로 쓴 긴 글입니다.")]
    [InlineData("big5", 950, "這是一篇很長的中文文章。")]
    public void Parse_OneBrokenCharacterOfMany_CostsOnlyItself(string name, int codePage, string title)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        var text = string.Concat(Enumerable.Repeat(title, 10));
        byte[] body = [.. Encoding.ASCII.GetBytes($"<?xml version=\"1.0\" encoding=\"{name}\"?><rss version=\"2.0\"><channel><title>"), .. encoding.GetBytes(text), 0xE0, 0x20, .. encoding.GetBytes(text), .. "</title></channel></rss>"u8];
        var result = FeedParser.Parse(body, FeedContext.None);
        result.Encoding.ShouldBe(name);
        result.IsIllFormed.ShouldBeTrue();
        result.Feed.Title!.ShouldStartWith(text);
        result.Feed.Title.ShouldEndWith(text);
    }

    [Fact]
    public void Parse_Ebcdic_IsRead()
    {
        var body = CodePagesEncodingProvider.Instance.GetEncoding(37)!.GetBytes(Text("cp037", "Big iron"));
        FeedParser.Parse(body, FeedContext.None).Feed.Title.ShouldBe("Big iron");
    }

    [Fact]
    public void Parse_Gb2312_IsReadAsItsSuperset()
    {
        var body = CodePagesEncodingProvider.Instance.GetEncoding(54936)!.GetBytes(Text("gb2312", "嗞"));
        var result = FeedParser.Parse(body, FeedContext.None);
        result.Feed.Title.ShouldBe("嗞");
        result.Encoding.ShouldBe("gb18030");
    }

    [Fact]
    public void Parse_EncodingThatDotNetLacks_IsRead()
    {
        var body = Encoding.Latin1.GetBytes(Text("cp856", "\u0080"));
        FeedParser.Parse(body, FeedContext.None).Feed.Title.ShouldBe("\u05D0");
    }

    [Fact]
    public void Parse_WindowsCharactersCalledLatin1_AreMeantAsWindows()
    {
        var body = Encoding.Latin1.GetBytes(Text("iso-8859-1", "don\u0092t"));
        FeedParser.Parse(body, FeedContext.None).Feed.Title.ShouldBe("don’t");
    }

    [Fact]
    public void Parse_Latin1CalledUtf8_FallsBackAndSaysSo()
    {
        var result = FeedParser.Parse(Encoding.Latin1.GetBytes(Text("utf-8", "café")), FeedContext.None);
        result.Feed.Title.ShouldBe("café");
        result.Encoding.ShouldBe("windows-1252");
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.EncodingOverridden);
    }

    [Fact]
    public void Parse_Utf8WithABrokenCharacter_StaysUtf8()
    {
        var body = Encoding.UTF8.GetBytes(Text("utf-8", "naïve café #"));
        body[Array.LastIndexOf(body, (byte)'#')] = 0xFF;
        var result = FeedParser.Parse(body, FeedContext.None);
        result.Feed.Title.ShouldBe("naïve café \uFFFD");
        result.Encoding.ShouldBe("utf-8");
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.InvalidBytes);
    }

    [Theory]
    [InlineData(950, "這是一個關於網路開發的部落格，每週更新一次")]
    [InlineData(54936, "这是一个关于网络开发的博客，每周更新一次")]
    [InlineData(51949, "이것은 웹 개발에 관한 블로그이며 매주 업데이트됩니다")]
    [InlineData(51932, "これはウェブ開発についてのブログです。毎週更新します")]
    [InlineData(1251, "Это блог о разработке сайтов, он выходит каждую неделю по средам и воскресеньям")]
    [InlineData(20866, "Это блог о разработке сайтов, он выходит каждую неделю по средам и воскресеньям")]
    [InlineData(1255, "זהו בלוג על פיתוח אתרים והוא מתעדכן בכל שבוע מחדש")]
    [InlineData(1252, "Ça m'étonne, dit l'élève à la fenêtre où il gèle déjà; forêt, été, âge, théâtre, près, très, après")]
    public void Parse_UndeclaredEncoding_IsGuessed(int codePage, string title) =>
        FeedParser.Parse(CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(Text(null, title)), FeedContext.None).Feed.Title.ShouldBe(title);

    [Fact]
    public void Parse_UnknownEncoding_IsUtf8() =>
        FeedParser.Parse(Encoding.UTF8.GetBytes(Text("klingon", "Grüße")), FeedContext.None).Feed.Title.ShouldBe("Grüße");

    [Theory]
    [InlineData("application/xml; charset=windows-1251", "iso-8859-1", "windows-1251")]
    [InlineData("application/rss+xml", "iso-8859-1", "iso-8859-1")]
    [InlineData("text/xml; charset=\"koi8-r\"", "utf-8", "koi8-r")]
    [InlineData("text/xml", "windows-1251", "windows-1251")]
    [InlineData("application/xml", null, "windows-1252")]
    public void Parse_MediaType_DecidesAsRfc3023Says(string contentType, string? declared, string expected)
    {
        var body = Encoding.Latin1.GetBytes(Text(declared, "\u00E9"));
        FeedParser.Parse(body, new FeedContext { ContentType = contentType }).Encoding.ShouldBe(expected);
    }

    [Fact]
    public void Parse_TextXmlOfAscii_IsAscii() =>
        FeedParser.Parse(Encoding.ASCII.GetBytes(Text("utf-8", "plain")), new FeedContext { ContentType = "text/xml" }).Encoding.ShouldBe("us-ascii");

    [Fact]
    public void Parse_ControlCharacters_AreTakenOut()
    {
        var result = FeedParser.Parse(Encoding.UTF8.GetBytes(Text("utf-8", "a\u0001b\u000Bc\r\nd\0")), FeedContext.None);
        result.Feed.Title.ShouldBe("ab c d");
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == FeedDiagnosticCode.ControlCharacter);
    }

    private static string Text(string? encoding, string title)
    {
        var declaration = encoding is null ? "" : $" encoding=\"{encoding}\"";
        return $"<?xml version=\"1.0\"{declaration}?><rss version=\"2.0\"><channel><title>{title}</title></channel></rss>";
    }
}
