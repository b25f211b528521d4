using Microsoft.Playwright;
using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;
using static Microsoft.Playwright.Assertions;

namespace SearchPlanet.EndToEnd;

/// <summary>What a reader does on the site: with a mouse, with a keyboard, without scripts, on a phone.</summary>
public sealed class ReaderJourneyTests(SampleSite samples, Chromium chromium)
{
    [Fact]
    public async Task Search_RefineByTagThenRemoveTheChip_ComesBackToTheSameResults()
    {
        await using var reader = await ComeAsync();
        var page = reader.Page;
        await reader.GoAsync("/");
        await page.GetByLabel("Search posts").FillAsync("django migrations");
        await page.GetByLabel("Search posts").PressAsync("Enter");
        await AddressHoldsAsync(page, "q=django");
        (await page.TitleAsync()).ShouldContain("django migrations");
        await Expect(page.Locator("main mark").First).ToBeVisibleAsync();
        var all = await Results(page).CountAsync();

        await ChooseAsync(page, "tag=zero-downtime");
        await AddressHoldsAsync(page, "tag=zero-downtime");
        (await Results(page).CountAsync()).ShouldBeLessThan(all);

        await page.GetByRole(AriaRole.Link, new() { Name = "Remove" }).First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("tag=", StringComparison.Ordinal));
        (await Results(page).CountAsync()).ShouldBe(all);
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task Home_Newsletter_StandsForWhatItLists()
    {
        await using var reader = await ComeAsync();
        await reader.GoAsync("/");

        await Expect(reader.Page.GetByText("Django Letters 44: profiling in the box, and a survey")).ToBeVisibleAsync();
        await Expect(reader.Page.GetByText("Which version do you run?")).ToHaveCountAsync(0);
        (await samples.Site.CountAsync("title:\"Which version do you run?\" kind:link", TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Search_NextPageAndBack_ShowsOtherPostsAndThenTheFirstAgain()
    {
        await using var reader = await ComeAsync();
        await reader.GoAsync("/search?q=python");
        var first = await Results(reader.Page).Locator("h2 a, h3 a").First.InnerTextAsync();

        await reader.Page.Locator("a[rel~=next]").First.ClickAsync();
        await AddressHoldsAsync(reader.Page, "cursor=");
        (await Results(reader.Page).Locator("h2 a, h3 a").First.InnerTextAsync()).ShouldNotBe(first);

        await reader.Page.GoBackAsync();
        (await Results(reader.Page).Locator("h2 a, h3 a").First.InnerTextAsync()).ShouldBe(first);
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task Post_OpenedFromAResult_TellsItsSourcesAndLeadsToTheBlog()
    {
        await using var reader = await ComeAsync();
        await reader.GoAsync("/search?q=" + Uri.EscapeDataString("A Django test suite from 14 minutes to 2"));

        await Results(reader.Page).First.Locator("a[href^='/posts/']").First.ClickAsync();

        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("A Django test suite from 14 minutes to 2");
        await Expect(reader.Page.GetByText("Mika Tuominen").First).ToBeVisibleAsync();
        await Expect(reader.Page.Locator("main a[href='https://assertnothing.example/pytest-django-speed']").First).ToBeVisibleAsync();
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task Search_FollowLink_IsAFeedOfTheSameResults()
    {
        await using var reader = await ComeAsync();
        await reader.GoAsync("/search?q=migrations");
        var feed = await reader.Page.Locator("link[rel=alternate][type='application/atom+xml']").First.GetAttributeAsync("href");

        var answer = await reader.Page.APIRequest.GetAsync(new Uri(samples.Site.Address, feed!).ToString());

        answer.Status.ShouldBe(200);
        var entries = System.Xml.Linq.XDocument.Parse(await answer.TextAsync()).Descendants("{http://www.w3.org/2005/Atom}entry");
        entries.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Keyboard_FromTheSlashToAResult_NeedsNoMouse()
    {
        await using var reader = await ComeAsync();
        var page = reader.Page;
        await reader.GoAsync("/");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByLabel("Search posts")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("taskgroup gather");
        await page.Keyboard.PressAsync("Enter");
        await AddressHoldsAsync(page, "q=taskgroup");
        await page.EvaluateAsync("document.activeElement.blur()");

        await page.Keyboard.PressAsync("j");
        var focused = await page.EvaluateAsync<string>("document.activeElement.closest('article')?.querySelector('h2, h3')?.innerText ?? ''");
        focused.ShouldContain("TaskGroup");

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        reader.ShouldHaveHadNoTrouble();
    }

    [Fact]
    public async Task Keyboard_TabFromTheTop_ReachesSkipLinkFirstAndEveryStopIsSeen()
    {
        await using var reader = await ComeAsync();
        await reader.GoAsync("/search?q=django");
        await reader.Page.Keyboard.PressAsync("Tab");
        (await reader.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href') ?? ''")).ShouldStartWith("#");

        for (var stop = 0; stop < 25; stop++)
        {
            var seen = await reader.Page.EvaluateAsync<string>("""
                () => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
                  const inChart = e.querySelector('rect');
                  const ring = inChart ? getComputedStyle(inChart).fill !== 'rgba(0, 0, 0, 0)' : s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
                  return ring && r.width > 0 && r.height > 0 ? '' : e.outerHTML.slice(0, 200); }
                """);
            seen.ShouldBe("", $"stop {stop} shows no focus");
            await reader.Page.Keyboard.PressAsync("Tab");
        }
    }

    [Fact]
    public async Task WithoutScripts_SearchRefineAndPage_Work()
    {
        await using var reader = await ComeAsync(new() { JavaScriptEnabled = false });
        var page = reader.Page;
        await reader.GoAsync("/");
        await page.GetByLabel("Search posts").FillAsync("python");
        await page.GetByLabel("Search posts").PressAsync("Enter");
        await AddressHoldsAsync(page, "q=python");

        await page.Locator("a[rel~=next]").First.ClickAsync();
        await AddressHoldsAsync(page, "cursor=");
        await reader.GoAsync("/search?q=python");
        await ChooseAsync(page, "tag=pytest");

        await AddressHoldsAsync(page, "tag=pytest");
        (await Results(page).CountAsync()).ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(SitePages.All), MemberType = typeof(SitePages))]
    public async Task Phone_EveryPage_FitsItsWidth(string name, string path)
    {
        await using var reader = await ComeAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true });
        await reader.GoAsync(await SitePages.AddressAsync(samples.Site, path, TestContext.Current.CancellationToken));

        var wide = await reader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        wide.ShouldBeLessThanOrEqualTo(360, name);
        await Expect(reader.Page.GetByLabel("Search posts")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/", 1200)]
    [InlineData("/", 360)]
    [InlineData("/search?q=django+migrations", 1200)]
    [InlineData("/search?q=django+migrations", 360)]
    [InlineData("/tags/django", 360)]
    public async Task Page_Loading_DoesNotShiftWhatIsThere(string path, int width)
    {
        await using var reader = await Reader.ComeAsync(chromium.Browser, samples.Site.Address, new() { ViewportSize = new() { Width = width, Height = 800 } });
        await reader.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });

        // Layout shifts as the browser itself has counted them, from the first paint on (web.dev/cls).
        var shift = await reader.Page.EvaluateAsync<double>(
            """
            () => new Promise(resolve => {
              let sum = 0;
              new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value; })
                .observe({ type: 'layout-shift', buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 0)));
            })
            """);

        // Where the network pauses between a link and its words, the link may go to the next line as they come: that is 0.01 and less. What is late
        // and pushes the rest of the page is ten times that, and more.
        shift.ShouldBeLessThan(0.02);
    }

    [Theory]
    [MemberData(nameof(SitePages.All), MemberType = typeof(SitePages))]
    public async Task Page_Opened_StaysWithinItsPolicyAndItsHost(string name, string path)
    {
        await using var reader = await ComeAsync();

        var answer = await reader.Page.GotoAsync(await SitePages.AddressAsync(samples.Site, path, TestContext.Current.CancellationToken), new() { WaitUntil = WaitUntilState.NetworkIdle });

        answer!.Status.ShouldBe(name == "not-found" ? 404 : 200);
        answer.Headers["content-security-policy"].ShouldNotContain("unsafe");
        (await reader.Page.Locator("h1").CountAsync()).ShouldBe(1);
        // The browser notes the 404 of the page itself in its console.
        reader.Trouble.Where(what => name != "not-found" || !what.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ResultsPage_WithStyleAndScript_WeighsUnderSixtyKilobytesOverTheWire()
    {
        await using var reader = await ComeAsync();
        var requests = new List<IRequest>();
        reader.Page.RequestFinished += (_, request) => requests.Add(request);
        await reader.Page.GotoAsync("/search?q=django", new() { WaitUntil = WaitUntilState.NetworkIdle });

        var bytes = 0;
        foreach (var request in requests)
        {
            var sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }

        TestContext.Current.SendDiagnosticMessage($"{bytes} bytes in {requests.Count} requests");
        bytes.ShouldBeLessThan(60_000);
    }

    private static ILocator Results(IPage page) => page.Locator("main article");

    /// <summary>Follows the facet link that adds a filter; on narrow screens the facets have to be opened first.</summary>
    private static async Task ChooseAsync(IPage page, string filter)
    {
        var link = page.Locator($"[data-facet] a[href*='{filter}']").First;
        if (!await link.IsVisibleAsync())
        {
            await page.GetByText("Refine").ClickAsync();
        }

        await link.ClickAsync();
    }

    private static Task AddressHoldsAsync(IPage page, string part) => page.WaitForURLAsync(url => url.Contains(part, StringComparison.Ordinal));

    private Task<Reader> ComeAsync(BrowserNewContextOptions? options = null) => Reader.ComeAsync(chromium.Browser, samples.Site.Address, options);
}
