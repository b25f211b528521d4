using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>axe-core over every page, in both themes: WCAG 2.2 A and AA, and axe's best practices.</summary>
public sealed class AccessibilityTests(SampleSite samples, Chromium chromium)
{
    [Theory]
    [MemberData(nameof(SitePages.All), MemberType = typeof(SitePages))]
    public async Task Page_InBothThemes_HasNoViolation(string name, string path)
    {
        path = await SitePages.AddressAsync(samples.Site, path, TestContext.Current.CancellationToken);
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var reader = await Reader.ComeAsync(chromium.Browser, samples.Site.Address, new BrowserNewContextOptions { ColorScheme = theme });
            await reader.GoAsync(path);

            var result = await reader.Page.RunAxe();

            result.Violations.Select(Describe).ShouldBeEmpty($"{name}, {theme}");
        }
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help}\n" + string.Join('\n', violation.Nodes.Select(node => $"    {node.Html}\n    {string.Join("; ", node.Any.Select(check => check.Message))}"));
}
