using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Tests.Scheduling;

/// <summary>Cases of the Public Suffix List's own test file (public domain), and ours.</summary>
public sealed class RegistrableDomainTests
{
    [Theory]
    [InlineData("WwW.example.COM", "example.com")]
    [InlineData("a.b.example.example", "example.example")]
    [InlineData("a.b.domain.biz", "domain.biz")]
    [InlineData("b.c.mm", "b.c.mm")]
    [InlineData("a.b.c.mm", "b.c.mm")]
    [InlineData("www.test.jp", "test.jp")]
    [InlineData("www.test.ac.jp", "test.ac.jp")]
    [InlineData("test.kyoto.jp", "test.kyoto.jp")]
    [InlineData("a.b.ide.kyoto.jp", "b.ide.kyoto.jp")]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("www.city.kobe.jp", "city.kobe.jp")]
    [InlineData("b.test.ck", "b.test.ck")]
    [InlineData("a.b.test.ck", "b.test.ck")]
    [InlineData("www.www.ck", "www.ck")]
    [InlineData("www.test.k12.ak.us", "test.k12.ak.us")]
    [InlineData("www.xn--85x722f.com.cn", "xn--85x722f.com.cn")]
    [InlineData("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("blog.example.co.uk", "example.co.uk")]
    [InlineData("www.pythonclub.com.br", "pythonclub.com.br")]
    [InlineData("feeds.feedburner.com", "feedburner.com")]
    [InlineData("someone.blogspot.com", "blogspot.com")]
    [InlineData("com", "com")]
    [InlineData("co.uk", "co.uk")]
    [InlineData("localhost", "localhost")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("example.com.", "example.com")]
    public void Of_Host_IsWhatWasRegistered(string host, string domain) => RegistrableDomain.Of(host).ShouldBe(domain);

    [Fact]
    public void Of_InternationalUrl_IsAscii() => RegistrableDomain.Of(new Uri("https://www.食狮.公司.cn/")).ShouldBe("xn--85x722f.xn--55qx5d.cn");
}
