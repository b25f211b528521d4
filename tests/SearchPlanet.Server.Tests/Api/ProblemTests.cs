using SearchPlanet.Server.Api;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>What is answered to what cannot be answered: problems with a type, and for a wrong parameter the nearest right one.</summary>
public sealed class ProblemTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("/api/v1/search?qq=x", "qq", "unknown", "q")]
    [InlineData("/api/v1/search?lmit=3", "lmit", "unknown", "limit")]
    [InlineData("/api/v1/search?-tga=x", "-tga", "unknown", "-tag")]
    [InlineData("/api/v1/search?limit=0", "limit", "out-of-range", null)]
    [InlineData("/api/v1/search?limit=101", "limit", "out-of-range", null)]
    [InlineData("/api/v1/search?sort=newst", "sort", "out-of-range", "newest")]
    [InlineData("/api/v1/search?kind=transcripts", "kind", "out-of-range", "transcript")]
    [InlineData("/api/v1/search?facets=tags", "facets", "out-of-range", "tag")]
    [InlineData("/api/v1/search?after=2025-13-45", "after", "out-of-range", null)]
    [InlineData("/api/v1/search?after=2025&before=2024", "before", "out-of-range", null)]
    [InlineData("/api/v1/search?q=a&q=b", "q", "repeated", null)]
    [InlineData("/api/v1/trends?intervall=day", "intervall", "unknown", "interval")]
    [InlineData("/api/v1/suggest?query=x", "query", "unknown", null)]
    [InlineData("/search.atom?authr=x", "authr", "unknown", "author")]
    [InlineData("/api/v1/posts/a1?x=1", "x", "unknown", null)]
    public async Task WrongParameter_IsNamedWithTheNearest(string url, string parameter, string code, string? nearest)
    {
        var error = (await server.GetProblemAsync("GET", url, 400, "invalid-parameter")).GetProperty("errors")[0];

        error.GetProperty("parameter").GetString().ShouldBe(parameter);
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("nearest").GetString().ShouldBe(nearest);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not-found")]
    [InlineData("GET", "/api/v1/posts/none", 404, "not-found")]
    [InlineData("GET", "/api/v1/sources/none", 404, "not-found")]
    [InlineData("GET", "/api/v1/facets/none", 404, "not-found")]
    [InlineData("GET", "/api/v1/posts/lookup?url=https://nowhere.example/", 404, "not-found")]
    [InlineData("PUT", "/api/v1/search", 405, "method-not-allowed")]
    [InlineData("DELETE", "/api/v1/tags", 405, "method-not-allowed")]
    // What needs a key is not there where nobody has one.
    [InlineData("POST", "/api/v1/sources", 405, "method-not-allowed")]
    [InlineData("GET", "/api/v1/posts/lookup", 400, "invalid-parameter")]
    [InlineData("GET", "/api/v1/search?strict=1&q=foo:bar", 400, "invalid-query")]
    [InlineData("GET", "/api/v1/search?strict=1&q=tag:", 400, "invalid-query")]
    [InlineData("GET", "/api/v1/search?cursor=nonsense", 410, "stale-cursor")]
    [InlineData("GET", "/api/v1/search?cursor=x", 410, "stale-cursor")]
    [InlineData("GET", "/api/v1/search?cursor=%F0%9F%AA%90%00%2B%2F%3D", 410, "stale-cursor")]
    [InlineData("GET", "/search.atom?cursor=x", 410, "stale-cursor")]
    [InlineData("GET", "/export.ndjson?cursor=x", 410, "stale-cursor")]
    public Task Failure_IsAProblemOfItsType(string method, string url, int status, string slug) => server.GetProblemAsync(method, url, status, slug);

    [Fact]
    public async Task ProblemTypes_AreDocumentedAtTheirAddress()
    {
        foreach (var problem in Problem.All)
        {
            var page = await server.Client.GetStringAsync("/problems/" + problem.Slug, TestContext.Current.CancellationToken);
            page.ShouldContain(problem.Title);
        }
    }
}
