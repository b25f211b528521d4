using Microsoft.Playwright;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd.Browsing;

/// <summary>The system's Chromium, driven by Playwright. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_wellKnown =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The running browser. Skips the calling test where there is none; under CI, which must have one, that is a failure.</summary>
    public IBrowser Browser
    {
        get
        {
            if (_browser is null)
            {
                Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", "CI must have Chromium: apt-get install chromium");
                Assert.Skip("Chromium is not installed; set CHROMIUM_PATH, or apt-get install chromium.");
            }

            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? Array.Find(s_wellKnown, File.Exists);
        if (path is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience.Milliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Timeout = Patience.Milliseconds,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
