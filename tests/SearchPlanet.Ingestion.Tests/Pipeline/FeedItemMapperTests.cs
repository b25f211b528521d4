using System.Text;
using SearchPlanet.Archive;
using SearchPlanet.Feeds;
using SearchPlanet.Ingestion.Pipeline;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

public sealed class FeedItemMapperTests
{
    private const string Blog =
        """
        <rss version="2.0"><channel><title>A blog</title><link>https://blog.example/</link>
        <item><title>One</title><link>https://blog.example/one</link><description>Words.</description></item></channel></rss>
        """;

    [Theory]
    [InlineData("django")]
    [InlineData(null)]
    public void Map_MemberOfAPlanet_IsOfThatPlanetAndOfItsBlog(string? planet)
    {
        const string address = "https://blog.example/feed";
        var feed = new FeedRecord { Id = FeedRecord.IdOf(address), Url = address, Planet = planet };
        var document = FeedParser.Parse(Encoding.UTF8.GetBytes(Blog), FeedContext.None).Feed!;
        var source = FeedItemMapper.Map(feed, document, document.Items[0]).Posts[0].Source;
        source.Planet.ShouldBe(planet);
        source.Id.ShouldBe("blog.example");
    }
}
