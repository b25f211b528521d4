using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Server.Indexing;
using SearchPlanet.Server.Pages;

namespace SearchPlanet.Server.Tests.Pages;

public sealed class SitePagesTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string[] _pages =
    [
        "/", "/search", "/search?q=migrations", "/search?q=nothingatallmatches&tag=orm", "/posts/a1", "/posts/evil", "/tags/orm", "/authors/Jane%20Doe",
        "/sources/blog.example.org", "/planets/django", "/tags", "/authors", "/sources", "/missing", "/missing?url=https://blog.example.org/a1/", "/help/query",
        "/about", "/api", "/status", "/problems/not-found", "/search?before=0001-01-01", "/search?after=9999-12-01&before=9999-12-31",
    ];

    public static TheoryData<string> Pages => [.. _pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_AnyOfThem_HasItsParts(string url)
    {
        using var response = await server.Client.GetAsync(url, TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var document = new HtmlParser().ParseDocument(html);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.ToString().ShouldBe("text/html; charset=utf-8");
        html.ShouldStartWith("<!DOCTYPE html>");
        document.Title.ShouldNotBeNullOrEmpty();
        document.QuerySelectorAll("h1").Length.ShouldBe(1);
        document.QuerySelectorAll("main").Length.ShouldBe(1);
        document.QuerySelector("a.skip")!.GetAttribute("href").ShouldBe("#main");
        document.QuerySelectorAll("input:not([type=hidden])").ShouldAllBe(input => document.QuerySelector($"label[for={input.Id}]") != null);
        document.QuerySelectorAll("option").ShouldAllBe(option => option.TextContent.Length > 0);
        document.All.GroupBy(element => element.Id).Where(group => group.Key is { Length: > 0 } && group.Count() > 1).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_AnyOfThem_HasNothingInlineAndNothingFromElsewhere(string url)
    {
        using var response = await server.Client.GetAsync(url, TestContext.Current.CancellationToken);
        var document = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        document.QuerySelectorAll("[style], style, script:not([src]), iframe, object").ShouldBeEmpty();
        document.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)).ShouldBeEmpty();
        document.QuerySelectorAll("[src], link[rel=stylesheet], link[rel=icon]")
            .Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")).ShouldAllBe(address => address!.StartsWith('/'));
        document.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).Where(href => !(href[0] is '/' or '#' || href.StartsWith("http://", StringComparison.Ordinal) || href.StartsWith("https://", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    /// <summary>As the API's list does: what a blog is called, or where it is.</summary>
    [Theory]
    [InlineData("exam", "1 blog")]
    [InlineData("blog.exam", "1 blog")]
    [InlineData("xample", "0 blogs")]
    public async Task Blogs_BeginningWith_AreFoundByTitleAndHost(string prefix, string total)
    {
        var page = new HtmlParser().ParseDocument(await server.Client.GetStringAsync($"/sources?prefix={prefix}", TestContext.Current.CancellationToken));

        page.QuerySelector(".total")!.TextContent.ShouldBe(total);
    }

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("en", null)]
    [InlineData("en-GB", null)]
    [InlineData(null, null)]
    public void LanguageOf_PostInAnotherLanguage_IsSaid(string? language, string? said) =>
        Markup.LanguageOf(server.Services.GetRequiredService<LiveIndex>().Searcher.Get("a1")! with { Language = language }).ShouldBe(said);

    [Theory]
    [InlineData("/search?q=migrations")]
    [InlineData("/posts/evil")]
    [InlineData("/")]
    public async Task Page_HostilePost_IsText(string url)
    {
        var html = await server.Client.GetStringAsync(url, TestContext.Current.CancellationToken);
        var document = new HtmlParser().ParseDocument(html);

        document.QuerySelectorAll("script").Length.ShouldBe(1);
        document.QuerySelectorAll("img").ShouldAllBe(image => image.GetAttribute("src")!.StartsWith("/assets/"));
        document.Body!.TextContent.ShouldContain("<script>alert(1)</script>");
    }

    [Fact]
    public async Task Search_ReflectedQuery_IsText()
    {
        var html = await server.Client.GetStringAsync("/search?q=" + Uri.EscapeDataString("\"><script>alert(1)</script>"), TestContext.Current.CancellationToken);

        html.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Search_Page_SaysItselfInWordsAndKeepsCrawlersOut()
    {
        using var response = await server.Client.GetAsync("/search?tag=orm&q=migrations&utm_source=x", TestContext.Current.CancellationToken);
        var document = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        document.Title.ShouldBe("“migrations” in posts tagged orm · SearchPlanet");
        document.QuerySelector("meta[name=robots]")!.GetAttribute("content").ShouldBe("noindex");
        document.QuerySelector("link[rel=canonical]")!.GetAttribute("href").ShouldBe("https://search.example.org/search?q=migrations&tag=orm");
        document.QuerySelectorAll(".facet a").ShouldAllBe(link => link.GetAttribute("rel") == "nofollow");
        document.QuerySelector(".chips a")!.GetAttribute("href").ShouldBe("/search?q=migrations");
        document.QuerySelectorAll(".hit").Length.ShouldBe(1);
        document.QuerySelector(".hit mark")!.TextContent.ShouldBe("migrations");
    }

    [Fact]
    public async Task Search_Page_WeighsLessThan60KbWithStyleAndScript()
    {
        using var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var weight = 0L;
        var html = await server.Client.GetStringAsync("/search?q=migrations", TestContext.Current.CancellationToken);
        foreach (var url in new HtmlParser().ParseDocument(html).QuerySelectorAll("link[rel=stylesheet], script[src], link[rel=icon]")
            .Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!).Append("/search?q=migrations"))
        {
            weight += (await client.GetByteArrayAsync(url, TestContext.Current.CancellationToken)).Length;
        }

        weight.ShouldBeLessThan(60 * 1024);
    }

    [Fact]
    public async Task Status_WhoLooksAgain_IsNotShownWhatItWas()
    {
        using var response = await server.Client.GetAsync("/status", TestContext.Current.CancellationToken);

        response.Headers.CacheControl?.MaxAge.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Missing_ForABrowser_IsAPage()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing/here");
        request.Headers.Accept.ParseAdd("text/html");

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");
    }
}
