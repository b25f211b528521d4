using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class AnswerCacheTests
{
    [Fact]
    public void Add_FarMoreThanFits_KeepsTheLatestAndStaysBounded()
    {
        var options = new SearchPlanetOptions();
        options.Search.CacheMegabytes = 1;
        var cache = new AnswerCache(options);
        for (var i = 0; i < 1000; i++)
        {
            cache.Add($"{i}", new byte[10_000]);
            cache.Find("0")?.Body.Length.ShouldBe(10_000);
        }

        cache.Find("999").ShouldNotBeNull();
        cache.Find("0").ShouldNotBeNull("what is asked for all the time stays");
        Enumerable.Range(0, 1000).Count(i => cache.Find($"{i}") is not null).ShouldBeLessThanOrEqualTo(110);
    }

    [Fact]
    public void BodyIn_CodingsOfWhatIsKept_CountLikeTheBodies()
    {
        var options = new SearchPlanetOptions();
        options.Search.CacheMegabytes = 1;
        var cache = new AnswerCache(options);
        var noise = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            var body = new byte[10_000];
            noise.NextBytes(body);
            Answer answer = body;
            cache.Add($"{i}", answer);
            cache.BodyIn(answer, "br").Length.ShouldBeGreaterThan(9_000);
            cache.BodyIn(answer, "gzip").Length.ShouldBeGreaterThan(9_000);
        }

        cache.Find("999").ShouldNotBeNull();
        Enumerable.Range(0, 1000).Count(i => cache.Find($"{i}") is not null).ShouldBeLessThanOrEqualTo(40);
    }

    [Fact]
    public void Add_TooLargeOrSwitchedOff_IsNotKept()
    {
        var options = new SearchPlanetOptions();
        options.Search.CacheMegabytes = 0;
        var cache = new AnswerCache(options);

        cache.Add("a", new byte[1]);

        cache.Find("a").ShouldBeNull();
    }
}
