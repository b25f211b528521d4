using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Tests.Fetching;

public sealed class HeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120)]
    [InlineData(" 0 ", 0)]
    [InlineData("99999999999999999999", int.MaxValue)]
    [InlineData("Sat, 21 Nov 2026 13:00:00 GMT", 3600)]
    [InlineData("Saturday, 21-Nov-26 13:00:00 GMT", 3600)]
    [InlineData("Sat Nov 21 13:00:00 2026", 3600)]
    [InlineData("Fri, 20 Nov 2026 13:00:00 GMT", 0)]
    public void RetryAfter_SecondsOrDate_IsTheWait(string value, int seconds) => RetryAfter.Parse(value, Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("soon")]
    public void RetryAfter_Unreadable_Null(string? value) => RetryAfter.Parse(value, Now).ShouldBeNull();

    [Theory]
    [InlineData("max-age=600", null, null, 600)]
    [InlineData("public, Max-Age=\"600\"", null, null, 600)]
    [InlineData("max-age=600", null, "100", 500)]
    [InlineData("max-age=600", "Sat, 21 Nov 2026 18:00:00 GMT", null, 600)]
    [InlineData("public", "Sat, 21 Nov 2026 13:00:00 GMT", null, 3600)]
    [InlineData(null, "Sat, 21 Nov 2026 13:00:00 GMT", null, 3600)]
    [InlineData("max-age=600, no-cache", null, null, null)]
    [InlineData("no-store", "Sat, 21 Nov 2026 13:00:00 GMT", null, null)]
    [InlineData("max-age=junk", "Sat, 21 Nov 2026 13:00:00 GMT", null, null)]
    [InlineData("max-age=0", null, null, null)]
    [InlineData("max-age=10", null, "100", null)]
    [InlineData(null, "0", null, null)]
    [InlineData(null, null, null, null)]
    public void Freshness_OfHeaders_AsRfc9111(string? cacheControl, string? expires, string? age, int? seconds)
    {
        var headers = new Dictionary<string, string> { ["date"] = "Sat, 21 Nov 2026 12:00:00 GMT" };
        Add("cache-control", cacheControl);
        Add("expires", expires);
        Add("age", age);
        CacheControl.Freshness(headers).ShouldBe(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value));

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers[name] = value;
            }
        }
    }

    [Fact]
    public void UserAgent_WithEverything_IsHonest() =>
        new CrawlerIdentity("https://planet.example", "ops@planet.example").UserAgent(567).ShouldBe("SearchPlanet/0.1 (+https://planet.example; ops@planet.example; 567 feeds)");

    [Fact]
    public void UserAgent_WithNothing_IsTheName() => new CrawlerIdentity(null, " ").UserAgent(0).ShouldBe("SearchPlanet/0.1");

    [Fact]
    public void UserAgent_ContactWithLineBreak_CannotAddHeaders() =>
        new CrawlerIdentity(null, "a)\r\nCookie: x=1").UserAgent(1).ShouldBe("SearchPlanet/0.1 (aCookie: x=1; 1 feed)");
}
