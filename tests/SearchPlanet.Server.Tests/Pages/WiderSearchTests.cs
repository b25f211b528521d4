using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace SearchPlanet.Server.Tests.Pages;

public sealed class WiderSearchTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Search_NothingMatchesAll_ShowsTheFirstPostsOfTheNearestSearch()
    {
        var page = await GetAsync("/search?q=migrations+tag:nosuchtag");

        page.QuerySelector("[data-total]")!.TextContent.ShouldBe("No posts");
        var nearest = page.QuerySelectorAll(".empty li a")[0];
        nearest.TextContent.ShouldBe("without tag:nosuchtag");
        page.QuerySelectorAll(".hits > h3").ShouldHaveSingleItem().TextContent.ShouldBe("Instead: without tag:nosuchtag");
        var offered = await GetAsync(nearest.GetAttribute("href")!);
        Titles(page).ShouldBe(Titles(offered).Take(5));
        Titles(page).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Search_FewMatch_OffersWiderSearchesBelowThem()
    {
        var page = await GetAsync("/search?q=migrations+tag:orm");

        Titles(page).Length.ShouldBeInRange(1, 2);
        page.QuerySelectorAll(".wider li a").Select(link => link.TextContent).ShouldContain("without tag:orm");
        page.QuerySelectorAll(".empty").ShouldBeEmpty();
    }

    private async Task<IDocument> GetAsync(string url) =>
        new HtmlParser().ParseDocument(await server.Client.GetStringAsync(url, TestContext.Current.CancellationToken));

    private static string[] Titles(IDocument page) => [.. page.QuerySelectorAll("[data-hits] .hit h3").Select(title => title.TextContent.Trim())];
}
