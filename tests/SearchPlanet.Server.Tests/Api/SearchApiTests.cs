using System.Net;
using System.Text.Json;

namespace SearchPlanet.Server.Tests.Api;

public sealed class SearchApiTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Search_Words_AnswersAsContracted()
    {
        var answer = await GetAsync("/api/v1/search?q=migrations&tag=orm");

        Names(answer).ShouldBe(["query", "total", "hits", "facets", "histogram", "page", "took_ms", "index_version"]);
        Names(answer.GetProperty("query")).ShouldBe(["raw", "normalized", "notes", "did_you_mean", "relaxed"]);
        answer.GetProperty("total").GetRawText().ShouldBe("""{"value":1,"relation":"eq"}""");
        var hit = answer.GetProperty("hits")[0];
        Names(hit).ShouldBe([
            "id", "url", "title", "title_html", "snippets", "excerpt", "authors", "tags", "kind", "language", "published", "date_confidence", "updated",
            "sources", "versions", "has_code", "words", "earlier_version", "score"]);
        hit.GetProperty("id").GetString().ShouldBe("a1");
        hit.GetProperty("title_html").GetString().ShouldBe("Safe <mark>migrations</mark> in Django");
        hit.GetProperty("published").GetString().ShouldBe("2025-12-01T18:00:00Z");
        hit.GetProperty("date_confidence").GetString().ShouldBe("feed");
        hit.GetProperty("kind").GetString().ShouldBe("post");
        hit.GetProperty("has_code").GetBoolean().ShouldBeTrue();
        hit.GetProperty("versions").GetProperty("django")[0].GetString().ShouldBe("6.0");
        hit.GetProperty("sources")[0].GetRawText().ShouldBe("""{"id":"blog.example.org","title":"An Example Blog","planet":"django","url":"https://blog.example.org/a1/"}""");
        Names(answer.GetProperty("page")).ShouldBe(["limit", "next", "next_url"]);
    }

    [Fact]
    public async Task Search_VersionNewerThanThePost_IsSaidOfIt()
    {
        var answer = await GetAsync("/api/v1/search?q=migrations+django+6.0");
        answer.GetProperty("hits")[0].GetProperty("written_before").GetString().ShouldBe("Django 6.0");
        (await GetPageAsync("/search?q=migrations+django+6.0")).ShouldContain("written before Django 6.0");
    }

    [Fact]
    public async Task Links_OfAPost_AreThosePostsThatLinkToIt()
    {
        var answer = await GetAsync("/api/v1/posts/a1/links");
        answer.GetProperty("total").GetInt32().ShouldBe(1);
        answer.GetProperty("hits")[0].GetProperty("id").GetString().ShouldBe("a2");
        (await GetAsync("/api/v1/posts/a2/links")).GetProperty("total").GetInt32().ShouldBe(0);
        (await GetPageAsync("/posts/a1")).ShouldContain("Linked from one post");
    }

    [Fact]
    public async Task Search_Facets_CarryAddressesThatToggle()
    {
        var answer = await GetAsync("/api/v1/search?q=migrations&tag=django&facets=tag");

        var values = answer.GetProperty("facets").GetProperty("tag").GetProperty("values").EnumerateArray().ToList();
        var chosen = values.Single(value => value.GetProperty("value").GetString() == "django");
        chosen.GetProperty("selected").GetBoolean().ShouldBeTrue();
        chosen.GetProperty("toggle_url").GetString().ShouldBe("/api/v1/search?q=migrations&facets=tag");
        var without = await GetAsync(chosen.GetProperty("toggle_url").GetString()!);
        without.GetProperty("total").GetProperty("value").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Search_Cursors_ReachEveryHitOnce()
    {
        var seen = new List<string>();
        var url = "/api/v1/search?q=migrations&limit=1&sort=newest";
        while (url is not null)
        {
            using var response = await server.Client.GetAsync(url, TestContext.Current.CancellationToken);
            var page = await ReadAsync(response);
            seen.AddRange(page.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("id").GetString()!));
            url = page.GetProperty("page").GetProperty("next_url").GetString();
            response.Headers.Contains("Link").ShouldBe(url is not null);
        }

        seen.ShouldBe(["a1", "a2", "evil", "a3"]);
    }

    [Fact]
    public async Task Search_ForeignCursor_IsGone()
    {
        var first = await GetAsync("/api/v1/search?q=migrations&limit=1");
        var cursor = Uri.EscapeDataString(first.GetProperty("page").GetProperty("next").GetString()!);

        await ExpectProblemAsync($"/api/v1/search?q=other&limit=1&cursor={cursor}", 410, "stale-cursor");
        await ExpectProblemAsync("/api/v1/search?cursor=nonsense", 410, "stale-cursor");
    }

    [Fact]
    public async Task Search_SameAgain_IsNotModified()
    {
        using var first = await server.Client.GetAsync("/api/v1/search?q=async&limit=20", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/search?q=async");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        (await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("qq=x", "qq", "unknown", "q")]
    [InlineData("limit=0", "limit", "out-of-range", null)]
    [InlineData("limit=101", "limit", "out-of-range", null)]
    [InlineData("sort=newst", "sort", "out-of-range", "newest")]
    [InlineData("kind=transcripts", "kind", "out-of-range", "transcript")]
    [InlineData("facets=tags", "facets", "out-of-range", "tag")]
    [InlineData("after=2025-13-45", "after", "out-of-range", null)]
    [InlineData("after=2025&before=2024", "before", "out-of-range", null)]
    [InlineData("q=a&q=b", "q", "repeated", null)]
    public async Task Search_WrongParameter_IsNamedWithTheNearest(string query, string parameter, string code, string? nearest)
    {
        var problem = await ExpectProblemAsync("/api/v1/search?" + query, 400, "invalid-parameter");

        var error = problem.GetProperty("errors")[0];
        error.GetProperty("parameter").GetString().ShouldBe(parameter);
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("nearest").GetString().ShouldBe(nearest);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not-found")]
    [InlineData("GET", "/api/v1/posts/nothing", 404, "not-found")]
    [InlineData("GET", "/api/v1/sources/nothing", 404, "not-found")]
    [InlineData("GET", "/api/v1/facets/nothing", 404, "not-found")]
    [InlineData("GET", "/api/v1/posts/lookup?url=https://nowhere.example/", 404, "not-found")]
    [InlineData("DELETE", "/api/v1/search", 405, "method-not-allowed")]
    [InlineData("POST", "/api/v1/sources", 405, "method-not-allowed")]
    [InlineData("GET", "/api/v1/posts/lookup", 400, "invalid-parameter")]
    [InlineData("GET", "/api/v1/search?strict=1&q=foo:bar", 400, "invalid-query")]
    public async Task Any_Failure_IsAProblem(string method, string url, int status, string slug)
    {
        using var response = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), url), TestContext.Current.CancellationToken);

        await ExpectProblemAsync(response, status, slug);
    }

    [Fact]
    public async Task Any_Answer_MayBeReadByAnyOrigin()
    {
        using var response = await server.Client.GetAsync("/api/v1/search", TestContext.Current.CancellationToken);

        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Head_Search_HasHeadersOnly()
    {
        using var response = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/search"), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.ETag.ShouldNotBeNull();
    }

    [Fact]
    public async Task ProblemTypes_AreDocumentedAtTheirAddress()
    {
        foreach (var problem in Server.Api.Problem.All)
        {
            var page = await server.Client.GetStringAsync("/problems/" + problem.Slug, TestContext.Current.CancellationToken);
            page.ShouldContain(problem.Title);
        }
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRouteOfTheApi()
    {
        var document = await GetAsync("/openapi/v1.json");

        var described = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();
        var mapped = server.Routes.Where(route => route.StartsWith("/api/v1/", StringComparison.Ordinal)).Select(route => route.Replace("**", "", StringComparison.Ordinal));
        mapped.Where(route => !described.Contains(route)).ShouldBeEmpty();
        document.GetProperty("openapi").GetString().ShouldBe("3.1.0");
    }

    private Task<string> GetPageAsync(string url) => server.Client.GetStringAsync(url, TestContext.Current.CancellationToken);

    private async Task<JsonElement> GetAsync(string url)
    {
        using var response = await server.Client.GetAsync(url, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, url);
        return await ReadAsync(response);
    }

    private async Task<JsonElement> ExpectProblemAsync(string url, int status, string slug)
    {
        using var response = await server.Client.GetAsync(url, TestContext.Current.CancellationToken);
        return await ExpectProblemAsync(response, status, slug);
    }

    private static async Task<JsonElement> ExpectProblemAsync(HttpResponseMessage response, int status, string slug)
    {
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await ReadAsync(response);
        problem.GetProperty("type").GetString().ShouldBe("https://search.example.org/problems/" + slug);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        return problem;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
