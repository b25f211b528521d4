using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class ContentCodingTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("identity", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("BR;q=0.5,gzip", "br")]
    [InlineData("br;q=0, gzip;q=1.0", "gzip")]
    [InlineData("br; q=0.000, gzip;q=0", null)]
    [InlineData("br;q=0.001", "br")]
    public void Choose_TakesTheBestThatTheClientTakes(string? header, string? coding) => ContentCoding.Choose(header).ShouldBe(coding);
}
