using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Testing;
using Serilog;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class RequestEventsTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly CollectingSink _sink = new();

    [Fact]
    public async Task SlowRequest_IsLoggedWithWhatWasAsked_OnOneLine()
    {
        await AskAsync("?q=migr*%0a23:59:59+ERR+forged%1b[2J" + new string('x', 400), slowMs: 1, takesMs: 20);

        var line = _sink.Lines.ShouldHaveSingleItem();
        line.ShouldStartWith("Warning: Slow: \"GET\" \"/api/v1/search\" \"?q=migr*\\u000A23:59:59 ERR forged\\u001B[2Jxxx");
        line.ShouldContain("…\" answered 200 in ");
        line.Length.ShouldBeLessThan(420);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60_000)]
    public async Task Request_ThatIsNotSlow_IsLoggedWithoutWhatWasAsked(int slowMs)
    {
        await AskAsync("?q=secretword", slowMs, takesMs: 5);

        _sink.Lines.ShouldHaveSingleItem().ShouldStartWith("Information: \"GET\" \"/api/v1/search\" answered 200 in ");
    }

    [Fact]
    public async Task SlowRequests_TooManyToName_AreCounted()
    {
        await AskAsync("?q=django", slowMs: 100, takesMs: 100, times: 49);

        // Nine in the first second, ten in each of four: five are named, the others written like any request.
        _sink.Lines.Count(line => line.StartsWith("Warning: Slow: \"GET\"", StringComparison.Ordinal)).ShouldBe(25);
        _sink.Lines.Count(line => line.StartsWith("Information: \"GET\"", StringComparison.Ordinal)).ShouldBe(24);
        _sink.Lines.Where(line => line.Contains("more before this", StringComparison.Ordinal)).Select(line => line["Warning: Slow: ".Length] - '0').ShouldBe([4, 5, 5, 5]);
    }

    private async Task AskAsync(string query, int slowMs, int takesMs, int times = 1)
    {
        await using var log = _sink.CreateLogger();
        using var loggers = LoggerFactory.Create(logging => logging.AddSerilog(log));
        var options = new SearchPlanetOptions { Log = new LogOptions { SlowMs = slowMs } };
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var events = new RequestEvents(AnswerAsync, server.Services.GetRequiredService<Metrics>(), options, time, loggers.CreateLogger<RequestEvents>());
        for (; times > 0; times--)
        {
            await events.InvokeAsync(new DefaultHttpContext { Request = { Method = "GET", Path = "/api/v1/search", QueryString = new QueryString(query) } });
        }

        Task AnswerAsync(HttpContext context)
        {
            time.Advance(TimeSpan.FromMilliseconds(takesMs));
            return Task.CompletedTask;
        }
    }
}
