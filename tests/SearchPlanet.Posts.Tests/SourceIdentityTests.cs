namespace SearchPlanet.Posts.Tests;

public sealed class SourceIdentityTests
{
    [Theory]
    [InlineData("https://www.adamj.eu/tech/2025/12/03/post/", "adamj.eu")]
    [InlineData("https://dev.to/Ada/a-post", "dev.to/ada")]
    [InlineData("https://example.org/~ada/blog/1", "example.org/~ada")]
    [InlineData("https://medium.com/@ada/post", "medium.com/@ada")]
    [InlineData("https://ada.github.io/blog/", "ada.github.io")]
    [InlineData("ftp://example.org/", null)]
    [InlineData(null, null)]
    public void FromUrl_Address_GivesTheBlog(string? url, string? expected) => SourceIdentity.FromUrl(url).ShouldBe(expected);

    [Fact]
    public void FromName_Words_JoinsThem() => SourceIdentity.FromName("The PyPI Blog!").ShouldBe("the-pypi-blog");
}
