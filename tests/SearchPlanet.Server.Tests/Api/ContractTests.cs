using System.Net;
using System.Text.Json;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>What other programs rely on, member by member: names, types, and what they may be.</summary>
public sealed class ContractTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_HasEveryMemberOfTheContract()
    {
        var answer = await server.GetJsonAsync("/api/v1/search?q=migrations+foo:bar+OR+migrations&limit=1&facets=tag,author,source,planet,kind,year,version&facet_size=2&tag=django");

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
        // Names to suggest are arranged a moment after the index has changed; those of before have no tag.
        await TestServer.WaitForAsync(async () => (await server.Client.GetAsync(url, Cancelled)).Headers.ETag is not null);

        using var response = await server.Client.GetAsync(url, Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag.ShouldNotBeNull());
        (await server.Client.SendAsync(again, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
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
