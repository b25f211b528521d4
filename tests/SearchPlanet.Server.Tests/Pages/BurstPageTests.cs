using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SearchPlanet.Archive;

namespace SearchPlanet.Server.Tests.Pages;

public sealed class BurstPageTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Search_OneAuthorsSixPostsOfOneDay_ShowsOneRowThatOpens()
    {
        var talks = Enumerable.Range(1, 6).Select(number => SamplePosts.All[0] with
        {
            Id = $"talk{number}",
            Url = $"https://blog.example.org/talk{number}/",
            Title = $"Conference talk {number}",
            Html = $"<p>Notes number {number} of the hall.</p>",
            Source = SamplePosts.All[0].Source with { Guid = $"talk{number}", Url = $"https://blog.example.org/talk{number}/" },
        }).ToList();
        await server.Services.GetRequiredService<IArchive>().UpsertAsync(talks, TestContext.Current.CancellationToken);
        await server.WaitForPostsAsync(SamplePosts.All.Count + talks.Count);

        var page = new HtmlParser().ParseDocument(await server.Client.GetStringAsync("/search?q=conference+talk", TestContext.Current.CancellationToken));

        var hits = page.QuerySelector("[data-hits]")!;
        hits.QuerySelectorAll(":scope > .hit").Length.ShouldBe(1);
        // Open to everybody: a row of the browser's own, without a script, in the order of the page.
        var burst = hits.QuerySelectorAll("details.burst").ShouldHaveSingleItem();
        burst.QuerySelector("summary")!.TextContent.ShouldBe("5 more by Jane Doe of the same days");
        burst.QuerySelectorAll(".hit").Length.ShouldBe(5);
        hits.QuerySelectorAll(".hit h3").Select(title => title.TextContent.Trim()).ShouldBeUnique();
        page.QuerySelector("[data-total]")!.TextContent.ShouldBe("6 posts");
    }
}
