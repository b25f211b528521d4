using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace SearchPlanet.EndToEnd;

/// <summary>What the script adds to a page leaves the reader where they are, and their search what it was.</summary>
public sealed class ScriptJourneyTests(SampleSite samples, Chromium chromium)
{
    [Fact]
    public async Task SkipLink_Followed_LeadsToTheContentOfThisPage()
    {
        await using var reader = await ComeAsync("/search?q=django");
        await reader.Page.EvaluateAsync("window.hasStayed = true");
        await reader.Page.Keyboard.PressAsync("Tab");
        await reader.Page.Keyboard.PressAsync("Enter");

        await Expect(reader.Page.Locator("main")).ToBeFocusedAsync();
        (await reader.Page.EvaluateAsync<bool>("window.hasStayed === true")).ShouldBeTrue("the page was loaded again");
    }

    [Fact]
    public async Task Histogram_BrushedAndThenAWordTyped_KeepsTheSpan()
    {
        await using var reader = await ComeAsync("/search?q=python");
        var page = reader.Page;
        var chart = (await page.Locator("[data-histogram] svg").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(chart.X + 1, chart.Y + (chart.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(chart.X + chart.Width - 1, chart.Y + (chart.Height / 2), new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.WaitForURLAsync(url => url.Contains("after=", StringComparison.Ordinal));

        await page.GetByLabel("Search posts").FillAsync("python test");
        await page.WaitForURLAsync(url => url.Contains("q=python+test", StringComparison.Ordinal));

        page.Url.ShouldContain("after=");
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task Facet_SearchedWithin_KeepsTheOrderAndShowsWhatIsChosen()
    {
        await using var reader = await ComeAsync("/search?q=python&tag=python&sort=newest");
        var page = reader.Page;
        await page.GetByLabel("Find in Tags").FillAsync("pyt");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-facet=tag] .label')].every(label => /\\bpyt/i.test(label.textContent))");

        await Expect(page.Locator("[data-facet=tag] a[aria-current=true]")).ToContainTextAsync("python");
        await Expect(page.Locator("[data-facet=tag] a:not([href*='sort=newest'])")).ToHaveCountAsync(0);
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task Keys_ResultsWithinAClosedRow_ArePassedOver()
    {
        await using var reader = await ComeAsync("/search?q=python");
        var page = reader.Page;
        // As the page shows a burst of one author's posts.
        await page.EvaluateAsync("""
            () => { const hits = [...document.querySelectorAll('.hit')], row = document.createElement('details');
              hits[1].before(row); row.append(hits[1], hits[2]); hits[3].dataset.next = ''; }
            """);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");

        await Expect(page.Locator("[data-next] [data-hit]")).ToBeFocusedAsync();
    }

    private async Task<Reader> ComeAsync(string path)
    {
        var reader = await Reader.ComeAsync(chromium.Browser, samples.Site.Address);
        await reader.GoAsync(path);
        return reader;
    }
}
