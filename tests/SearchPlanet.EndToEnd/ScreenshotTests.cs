using Microsoft.Playwright;
using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>Writes <c>docs/screenshots</c> anew, when asked with <c>SEARCHPLANET_SCREENSHOTS=1</c>.</summary>
public sealed class ScreenshotTests(SampleSite samples, Chromium chromium)
{
    private static readonly (string Suffix, ViewportSize Size)[] s_screens =
        [("", new ViewportSize { Width = 1200, Height = 850 }), ("-phone", new ViewportSize { Width = 360, Height = 740 })];

    [Fact]
    public async Task EveryPage_InBothThemesAndOnAPhone_IsPictured()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("SEARCHPLANET_SCREENSHOTS") == "1", "Set SEARCHPLANET_SCREENSHOTS=1 to write docs/screenshots anew.");
        foreach (var (name, path) in SitePages.All.Select(row => row.Data))
        {
            await PictureAsync(name, await SitePages.AddressAsync(samples.Site, path, TestContext.Current.CancellationToken));
        }
    }

    private async Task PictureAsync(string name, string path)
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var (suffix, size) in s_screens.Where(screen => screen.Suffix.Length == 0 || name is "home" or "search" or "post"))
            {
                await using var reader = await Reader.ComeAsync(chromium.Browser, samples.Site.Address, new() { ColorScheme = theme, ViewportSize = size });
                await reader.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
                var file = Path.Combine(Repository.Root, "docs", "screenshots", $"{name}{suffix}-{theme.ToString().ToLowerInvariant()}.png");
                await reader.Page.ScreenshotAsync(new() { Path = file });
            }
        }
    }
}
