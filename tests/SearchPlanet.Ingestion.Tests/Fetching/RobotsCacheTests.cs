using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Tests.Pipeline;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Fetching;

public sealed class RobotsCacheTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(200, false)]
    [InlineData(404, true)]
    [InlineData(403, true)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public async Task Get_Status_AsRfc9309(int status, bool isAllowed)
    {
        _bench.Server.On("/robots.txt", WildAnswer.Of(status, "User-agent: *\nDisallow: /"));
        (await new RobotsCache(_bench.Documents, _bench.Time).GetAsync(_bench.Server.Url("/post"), Cancel)).Allows(_bench.Server.Url("/post")).ShouldBe(isAllowed);
    }

    [Fact]
    public async Task Get_TwiceAndADayLater_AsksAgainAfterADay()
    {
        _bench.Server.On("/robots.txt", WildAnswer.Of(200, ""));
        var cache = new RobotsCache(_bench.Documents, _bench.Time);
        await cache.GetAsync(_bench.Server.Url("/a"), Cancel);
        await cache.GetAsync(_bench.Server.Url("/b"), Cancel);
        _bench.Server.Requests.Count.ShouldBe(1);
        _bench.Time.Advance(TimeSpan.FromHours(25));
        await cache.GetAsync(_bench.Server.Url("/a"), Cancel);
        _bench.Server.Requests.Count.ShouldBe(2);
    }
}
