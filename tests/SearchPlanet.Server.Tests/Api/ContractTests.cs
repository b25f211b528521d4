using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>What other programs rely on, member by member: names, types, and what they may be.</summary>
public sealed class ContractTests : IAsyncLifetime
{
    private const string Key = "a-key-of-the-operator";

    private readonly TestServer _server = new(options =>
    {
        options.Admin.Key = Key;
        options.Webhooks.Users.Add(new WebhookUserOptions { Name = "one", Key = "a-key-of-some-user-1" });
    });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Search_HasEveryMemberOfTheContract()
    {
        var answer = await GetAsync("/api/v1/search?q=migrations+foo:bar+OR+migrations&limit=1&facets=tag,author,source,planet,kind,year,version&facet_size=2&tag=django");

        Shape(answer).ShouldBe("{facets,histogram,hits,index_version:String,page,query,took_ms:Number,total}");
        Shape(answer, "query").ShouldBe("{did_you_mean:Null,normalized:String,notes,raw:String,relaxed}");
        Shape(answer, "query", "notes", 0).ShouldBe("{at:Number,code:String,message:String,text:String}");
        Shape(answer, "total").ShouldBe("{relation:String,value:Number}");
        Shape(answer, "page").ShouldBe("{limit:Number,next:String,next_url:String}");
        Shape(answer, "histogram", 0).ShouldBe("{count:Number,from:String,to:String}");
        Shape(answer, "facets", "tag", "values", 0).ShouldBe("{count:Number,label:String,selected:Boolean,toggle_url:String,value:String}");
        At(answer, "facets", "tag", "other").ValueKind.ShouldBe(JsonValueKind.Number);
        At(answer, "facets").EnumerateObject().Select(facet => facet.Name).ShouldBe(["tag", "author", "source", "planet", "kind", "year", "version"]);
        var hit = At(answer, "hits", 0);
        foreach (var (name, kind) in new[]
        {
            ("id", "String"), ("url", "String"), ("title", "String"), ("title_html", "String"), ("snippets", "Array"), ("authors", "Array"), ("tags", "Array"),
            ("kind", "String"), ("language", "String"), ("published", "String"), ("date_confidence", "String"), ("updated", "Null"), ("sources", "Array"),
            ("versions", "Object"), ("has_code", "Boolean"), ("words", "Number"), ("earlier_version", "Null"), ("score", "Number"),
        })
        {
            KindOf(hit.GetProperty(name)).ShouldBe(kind, name);
        }
        Shape(hit, "snippets", 0).ShouldBe("{anchor:Null,html:String,in:String}");
        Shape(hit, "sources", 0).ShouldBe("{id:String,planet:String,title:String,url:String}");
        hit.GetProperty("published").GetString().ShouldBe("2025-12-01T18:00:00Z");
        At(hit, "versions", "django", 0).GetString().ShouldBe("6.0");
    }

    [Theory]
    [InlineData("/api/v1/suggest?q=mig")]
    [InlineData("/api/v1/posts/a1")]
    [InlineData("/api/v1/posts/a1/similar")]
    [InlineData("/api/v1/posts/lookup?url=https://blog.example.org/a1/")]
    [InlineData("/api/v1/facets/tag?q=migrations&prefix=dj")]
    [InlineData("/api/v1/trends?q=migrations&interval=month")]
    [InlineData("/api/v1/tags")]
    [InlineData("/api/v1/authors")]
    [InlineData("/api/v1/sources")]
    [InlineData("/api/v1/planets")]
    [InlineData("/api/v1/sources/blog.example.org")]
    [InlineData("/api/v1/explain-missing?url=https://blog.example.org/a1/")]
    [InlineData("/search.atom?q=migrations")]
    [InlineData("/search.json?q=migrations")]
    [InlineData("/sources.opml")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/opensearch.xml")]
    public async Task Endpoint_IsThereWithTagAndCors(string url)
    {
        using var response = await _server.Client.GetAsync(url, Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag.ShouldNotBeNull());
        (await _server.Client.SendAsync(again, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("/api/v1/search?lmit=3", "lmit", "limit")]
    [InlineData("/api/v1/search?-tga=x", "-tga", "-tag")]
    [InlineData("/api/v1/search?sort=newst", "sort", "newest")]
    [InlineData("/api/v1/search?facets=tags", "facets", "tag")]
    [InlineData("/api/v1/search?kind=pst", "kind", "post")]
    [InlineData("/api/v1/trends?intervall=day", "intervall", "interval")]
    [InlineData("/api/v1/suggest?query=x", "query", null)]
    [InlineData("/search.atom?authr=x", "authr", "author")]
    [InlineData("/api/v1/posts/a1?x=1", "x", null)]
    public async Task UnknownParameterOrValue_Is400ThatNamesTheNearest(string url, string parameter, string? nearest)
    {
        var error = At(await ProblemAsync(HttpMethod.Get, url, 400, "invalid-parameter"), "errors", 0);

        error.GetProperty("parameter").GetString().ShouldBe(parameter);
        error.GetProperty("nearest").GetString().ShouldBe(nearest);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not-found")]
    [InlineData("GET", "/api/v1/posts/none", 404, "not-found")]
    [InlineData("PUT", "/api/v1/search", 405, "method-not-allowed")]
    [InlineData("DELETE", "/api/v1/tags", 405, "method-not-allowed")]
    [InlineData("POST", "/api/v1/index/rebuild", 401, "unauthorized")]
    [InlineData("GET", "/api/v1/webhooks", 401, "unauthorized")]
    [InlineData("GET", "/api/v1/search?cursor=nonsense", 410, "stale-cursor")]
    [InlineData("GET", "/api/v1/search?q=tag:&strict=1", 400, "invalid-query")]
    public async Task Error_IsAProblemWithATypeThatIsDocumented(string method, string url, int status, string slug)
    {
        var problem = await ProblemAsync(new HttpMethod(method), url, status, slug);

        var page = await _server.Client.GetStringAsync(new Uri(problem.GetProperty("type").GetString()!).PathAndQuery, Cancelled);
        page.ShouldContain(WebUtility.HtmlEncode(problem.GetProperty("title").GetString()!));
    }

    [Theory]
    [InlineData("/api/v1/sources", "text/plain", "x", 415)]
    [InlineData("/api/v1/sources", "application/json", "[", 400)]
    [InlineData("/api/v1/sources", "application/json", "null", 400)]
    [InlineData("/api/v1/webhooks", "application/json", "{}", 400)]
    [InlineData("/api/v1/sources/import", "text/x-opml", "no opml", 400)]
    public async Task Keyed_WithABodyThatIsNone_IsRefused(string url, string type, string body, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Authorization = new("Bearer", Key);

        using var response = await _server.Client.SendAsync(request, Cancelled);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task ImportSources_OpmlTwice_AddsOnceInThePlanetOfItsFolder()
    {
        const string Opml = """<opml version="2.0"><body><outline text="django"><outline type="rss" xmlUrl="https://new.example/feed.xml"/></outline></body></opml>""";
        foreach (var added in new[] { 1, 0 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sources/import") { Content = new StringContent(Opml, Encoding.UTF8, "text/x-opml") };
            request.Headers.Authorization = new("Bearer", Key);
            using var response = await _server.Client.SendAsync(request, Cancelled);
            JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("added").GetInt32().ShouldBe(added);
        }

        (await _server.Services.GetRequiredService<IArchive>().ListFeedsAsync(Cancelled)).Single().Planet.ShouldBe("django");
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("relevance")]
    public async Task Cursor_WhileTheIndexChanges_ReachesEveryHitOfItsVersionOnce(string sort)
    {
        var archive = _server.Services.GetRequiredService<IArchive>();
        await archive.UpsertAsync([.. Enumerable.Range(0, 60).Select(n => Post(n, 0))], Cancelled);
        var live = _server.Services.GetRequiredService<LiveIndex>();
        await TestServer.WaitForAsync(() => live.Searcher.Count == 64);
        var wanted = Ids(await GetAsync($"/api/v1/search?q=pelican&sort={sort}&limit=100"));
        var seen = new List<string>();
        var url = $"/api/v1/search?q=pelican&sort={sort}&limit=7";
        for (var page = 1; url is not null; page++)
        {
            using var response = await _server.Client.GetAsync(url, Cancelled);
            var answer = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancelled)).RootElement;
            seen.AddRange(Ids(answer));
            url = At(answer, "page", "next_url").GetString();
            response.Headers.TryGetValues("Link", out var links);
            links?.Single().ShouldBe($"<{url}>; rel=\"next\"");
            (links is null).ShouldBe(url is null);
            // Something new, above all of these, with every page.
            await archive.UpsertAsync([Post(100 + page, page)], Cancelled);
            await TestServer.WaitForAsync(() => live.Searcher.Count == 64 + page);
        }

        wanted.Count.ShouldBe(60);
        seen.ShouldBe(wanted);
    }

    private static IncomingPost Post(int number, int newer) => new()
    {
        Id = $"p{number}",
        Url = $"https://pelican.example/{number}/",
        Title = $"Pelican number {number} of the pelicans",
        Text = string.Concat(Enumerable.Repeat($"pelican bird {number * 7919} ", (number % 5) + 1)) + $"alone {number * 31}",
        Published = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(number / 3).AddYears(newer),
        Source = new PostSource("pelican.example", "Pelicans", null, $"p{number}", $"https://pelican.example/{number}/", null),
    };

    private static List<string> Ids(JsonElement answer) => [.. answer.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("id").GetString()!)];

    private async Task<JsonElement> GetAsync(string url) =>
        JsonDocument.Parse(await _server.Client.GetStringAsync(url, Cancelled)).RootElement;

    private async Task<JsonElement> ProblemAsync(HttpMethod method, string url, int status, string slug)
    {
        using var response = await _server.Client.SendAsync(new HttpRequestMessage(method, url), Cancelled);
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement;
        problem.GetProperty("type").GetString().ShouldBe("https://search.example.org/problems/" + slug);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        return problem;
    }

    private static JsonElement At(JsonElement element, params object[] path) =>
        path.Aggregate(element, (at, step) => step is int index ? at[index] : at.GetProperty((string)step));

    /// <summary>The members by name, with the kinds of those that hold one value.</summary>
    private static string Shape(JsonElement element, params object[] path) =>
        "{" + string.Join(",", At(element, path).EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member =>
            KindOf(member.Value) is "Object" or "Array" ? member.Name : $"{member.Name}:{KindOf(member.Value)}")) + "}";

    private static string KindOf(JsonElement element) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : element.ValueKind.ToString();
}
