namespace SearchPlanet.Feeds.Tests;

public sealed class UriReferenceTests
{
    /// <summary>The examples of RFC 3986, sections 5.4.1 and 5.4.2.</summary>
    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q#s")]
    [InlineData("g#s", "http://a/b/c/g#s")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    public void Resolve_ExamplesOfTheRfc_AreRight(string reference, string expected) =>
        UriReference.Resolve("http://a/b/c/d;p?q", reference).ShouldBe(expected);

    [Fact]
    public void Resolve_InternationalName_StaysAsWritten() =>
        UriReference.Resolve("http://www.詹姆斯.com/feed", "ä ö").ShouldBe("http://www.詹姆斯.com/ä ö");

    [Fact]
    public void Resolve_NoBase_GivesTheReference() => UriReference.Resolve(null, " x\n").ShouldBe("x");
}
