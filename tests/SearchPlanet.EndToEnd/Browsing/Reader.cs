using System.Collections.Concurrent;
using Microsoft.Playwright;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd.Browsing;

/// <summary>
/// Someone with a browser window of their own on one site. Whatever goes wrong behind their back (an error in the console, a breach of the
/// content security policy, a request to another host, an answer of 5xx) is kept, and <see cref="ShouldHaveHadNoTrouble"/> tells it.
/// </summary>
internal sealed class Reader : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _trouble = new();

    private Reader(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Trouble => _trouble;

    public static async Task<Reader> ComeAsync(IBrowser browser, Uri site, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = site.ToString();
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience.Milliseconds);
        var page = await context.NewPageAsync();
        var reader = new Reader(context, page);
        // Chromium tells every breach of the policy in the console, as an error.
        page.Console += (_, message) => reader.Note(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, error) => reader.Note(true, $"script: {error}");
        page.Dialog += async (_, dialog) =>
        {
            reader.Note(true, $"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) => reader.Note(IsElsewhere(request.Url, site), $"request to {request.Url}");
        page.Response += (_, response) => reader.Note(response.Status >= 500, $"{response.Status} from {response.Url}");
        return reader;
    }

    public async Task GoAsync(string path) => await Page.GotoAsync(path);

    public void ShouldHaveHadNoTrouble() => _trouble.ShouldBeEmpty();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static bool IsElsewhere(string url, Uri site) => url.StartsWith("http", StringComparison.Ordinal) && new Uri(url).Authority != site.Authority;

    private void Note(bool isTrouble, string what)
    {
        if (isTrouble)
        {
            _trouble.Enqueue(what);
        }
    }
}
