using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Pages;

namespace SearchPlanet.Server.Tests.Hosting;

public sealed class RequestLimitTests : IClassFixture<TestServer>
{
    private readonly TaskCompletionSource _answered = new();
    private readonly RequestLimit _limit;

    public RequestLimitTests(TestServer server)
    {
        var options = new SearchPlanetOptions();
        options.Http.MaxRequests = 2;
        _limit = new RequestLimit(_ => _answered.Task, options, server.Services.GetRequiredService<ErrorPages>());
    }

    [Fact]
    public async Task Invoke_MoreThanAllowed_IsTurnedAwayUntilOneIsDone()
    {
        var first = _limit.InvokeAsync(Request("/search"));
        var second = _limit.InvokeAsync(Request("/search"));
        var third = Request("/search");

        await _limit.InvokeAsync(third);

        (third.Response.StatusCode, third.Response.Headers.RetryAfter.ToString()).ShouldBe((503, "1"));
        _answered.SetResult();
        await Task.WhenAll(first, second);
        var fourth = Request("/search");
        await _limit.InvokeAsync(fourth);
        fourth.Response.StatusCode.ShouldBe(200);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    public async Task Invoke_FullAndAskedForItsHealth_IsLetIn(string path)
    {
        var inside = new[] { _limit.InvokeAsync(Request("/")), _limit.InvokeAsync(Request("/")) };
        var probe = Request(path);

        var asked = _limit.InvokeAsync(probe);

        probe.Response.StatusCode.ShouldBe(200);
        _answered.SetResult();
        await Task.WhenAll([asked, .. inside]);
    }

    private static DefaultHttpContext Request(string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        return context;
    }
}
