using Microsoft.Playwright;
using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace SearchPlanet.EndToEnd;

/// <summary>A developer tries the API on its page.</summary>
public sealed class ApiPageJourneyTests(SampleSite samples, Chromium chromium)
{
    [Fact]
    public async Task Search_Asked_IsAnsweredInPlaceWithStatusHeadersAndBody()
    {
        await using var reader = await Reader.ComeAsync(chromium.Browser, samples.Site.Address);
        await reader.GoAsync("/api");
        var operation = reader.Page.Locator("#search");
        await operation.GetByLabel("q In the query language").FillAsync("migrations & \"locks\"");
        await operation.GetByText("More parameters").ClickAsync();
        await operation.GetByLabel("before First day").FillAsync("2026-01-01");
        await operation.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(operation.GetByRole(AriaRole.Status)).ToContainTextAsync("200 OK in");
        await Expect(operation.Locator(".answer a")).ToHaveTextAsync("GET /api/v1/search?q=migrations+%26+%22locks%22&before=2026-01-01");
        await Expect(operation.GetByRole(AriaRole.Region, new() { Name = "Body" })).ToContainTextAsync("\"total\"");
        await operation.GetByText("Headers", new() { Exact = true }).ClickAsync();
        await Expect(operation.GetByRole(AriaRole.Region, new() { Name = "Headers" })).ToContainTextAsync("etag: W/");
        reader.Page.Url.ShouldEndWith("/api");
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task WithoutScripts_Form_LeadsToTheAnswer()
    {
        await using var reader = await Reader.ComeAsync(chromium.Browser, samples.Site.Address, new() { JavaScriptEnabled = false });
        await reader.GoAsync("/api");
        await reader.Page.Locator("#similar > summary").ClickAsync();

        await reader.Page.Locator("#similar").GetByRole(AriaRole.Button).ClickAsync();

        await reader.Page.WaitForURLAsync(url => url.Contains("/api/v1/posts/", StringComparison.Ordinal) && url.EndsWith("/similar", StringComparison.Ordinal));
    }
}
