using System.Net;

namespace SearchPlanet.Server.Tests.Api;

public sealed class SearchApiTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Search_Words_FindsThePostWithAllThatIsKnownOfIt()
    {
        var answer = await server.GetJsonAsync("/api/v1/search?q=migrations&tag=orm");

        answer.GetProperty("total").GetRawText().ShouldBe("""{"value":1,"relation":"eq"}""");
        var hit = answer.GetProperty("hits")[0];
        hit.GetProperty("id").GetString().ShouldBe("a1");
        hit.GetProperty("title_html").GetString().ShouldBe("Safe <mark>migrations</mark> in Django");
        hit.GetProperty("published").GetString().ShouldBe("2025-12-01T18:00:00Z");
        hit.GetProperty("date_confidence").GetString().ShouldBe("feed");
        hit.GetProperty("kind").GetString().ShouldBe("post");
        hit.GetProperty("has_code").GetBoolean().ShouldBeTrue();
        hit.GetProperty("versions").GetProperty("django")[0].GetString().ShouldBe("6.0");
        hit.GetProperty("sources")[0].GetRawText().ShouldBe("""{"id":"blog.example.org","title":"An Example Blog","planet":"django","url":"https://blog.example.org/a1/"}""");
    }

    [Fact]
    public async Task Search_VersionNewerThanThePost_IsSaidOfIt()
    {
        var answer = await server.GetJsonAsync("/api/v1/search?q=migrations+django+6.0");
        answer.GetProperty("hits")[0].GetProperty("written_before").GetString().ShouldBe("Django 6.0");
        (await GetPageAsync("/search?q=migrations+django+6.0")).ShouldContain("written before Django 6.0");
    }

    [Fact]
    public async Task Links_OfAPost_AreThosePostsThatLinkToIt()
    {
        var answer = await server.GetJsonAsync("/api/v1/posts/a1/links");
        answer.GetProperty("total").GetInt32().ShouldBe(1);
        answer.GetProperty("hits")[0].GetProperty("id").GetString().ShouldBe("a2");
        (await server.GetJsonAsync("/api/v1/posts/a2/links")).GetProperty("total").GetInt32().ShouldBe(0);
        (await GetPageAsync("/posts/a1")).ShouldContain("Linked from one post");
    }

    [Fact]
    public async Task Search_Facets_CarryAddressesThatToggle()
    {
        var answer = await server.GetJsonAsync("/api/v1/search?q=migrations&tag=django&facets=tag");

        var values = answer.GetProperty("facets").GetProperty("tag").GetProperty("values").EnumerateArray().ToList();
        var chosen = values.Single(value => value.GetProperty("value").GetString() == "django");
        chosen.GetProperty("selected").GetBoolean().ShouldBeTrue();
        chosen.GetProperty("toggle_url").GetString().ShouldBe("/api/v1/search?q=migrations&facets=tag");
        var without = await server.GetJsonAsync(chosen.GetProperty("toggle_url").GetString()!);
        without.GetProperty("total").GetProperty("value").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Facet_PrefixThatLooksLikeAParameter_IsAnotherQuestion()
    {
        await server.GetJsonAsync("/api/v1/facets/tag?prefix=d&q=migrations");

        var answer = await server.GetJsonAsync("/api/v1/facets/tag?prefix=d%3Fq%3Dmigrations");

        answer.GetProperty("prefix").GetString().ShouldBe("d?q=migrations");
        answer.GetProperty("values").GetArrayLength().ShouldBe(0);
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

    private Task<string> GetPageAsync(string url) => server.Client.GetStringAsync(url, TestContext.Current.CancellationToken);
}
