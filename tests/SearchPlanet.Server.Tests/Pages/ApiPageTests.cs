using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace SearchPlanet.Server.Tests.Pages;

public sealed class ApiPageTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_HasAFormForEveryPublicOperation_WithAllItsParameters()
    {
        var document = JsonDocument.Parse(await server.Client.GetStringAsync("/openapi/v1.json", Cancelled)).RootElement;
        var page = new HtmlParser().ParseDocument(await server.Client.GetStringAsync("/api", Cancelled));

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            if (!path.Value.TryGetProperty("get", out var get) || get.TryGetProperty("security", out _))
            {
                continue;
            }

            var form = page.QuerySelector($"form[data-try='{path.Name}']").ShouldNotBeNull(path.Name);
            var count = get.TryGetProperty("parameters", out var parameters) ? parameters.GetArrayLength() : 0;
            form.QuerySelectorAll("input, select").Length.ShouldBe(count, path.Name);
            form.QuerySelectorAll("input, select").ShouldAllBe(field => page.QuerySelectorAll($"label[for='{field.Id}']").Length == 1);
        }
    }

    [Fact]
    public async Task Form_SentAsItStandsWithoutAScript_LeadsToAnAnswer()
    {
        var page = new HtmlParser().ParseDocument(await server.Client.GetStringAsync("/api", Cancelled));

        foreach (var form in page.QuerySelectorAll("form[data-try]"))
        {
            var fields = form.QuerySelectorAll("input, select").Select(field => $"{field.GetAttribute("name")}={Uri.EscapeDataString(ValueOf(field))}");
            using var redirect = await server.Client.GetAsync($"{form.GetAttribute("action")}?{string.Join('&', fields)}", Cancelled);
            redirect.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            using var answer = await server.Client.GetAsync(redirect.Headers.Location, Cancelled);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, redirect.Headers.Location!.ToString());
        }
    }

    [Theory]
    [InlineData("/api/try/search?q=a%26b&tag=x&tag=&tag=y%2Fz&-tag=no&limit=", "/api/v1/search?q=a%26b&tag=x&tag=y%2Fz&-tag=no")]
    [InlineData("/api/try/post?id=..%2F..%2F%2Fevil.example", "/api/v1/posts/..%2F..%2F%2Fevil.example")]
    [InlineData("/api/try/post?id=", "/api#post")]
    [InlineData("/api/try/source?unknown=1&id=//evil.example", "/api/v1/sources/%2F%2Fevil.example")]
    public async Task Try_GivenValues_LeadsToTheAddressThatAsks(string form, string address)
    {
        using var response = await server.Client.GetAsync(form, Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.ShouldBe(address);
    }

    [Theory]
    [InlineData("/api/try/nothing")]
    [InlineData("/api/try/rebuildIndex")]
    public async Task Try_NoPublicOperation_IsNotFound(string form)
    {
        using var response = await server.Client.GetAsync(form, Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string ValueOf(IElement field) => field.LocalName == "select" ? field.QuerySelector("option")!.GetAttribute("value") ?? field.QuerySelector("option")!.TextContent : field.GetAttribute("value") ?? "";
}
