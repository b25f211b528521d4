using System.Net;
using System.Text;
using Microsoft.Playwright;
using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;

namespace SearchPlanet.EndToEnd;

/// <summary>A feed that wants to run its own code in our pages.</summary>
public sealed class HostileFeedTests(Chromium chromium)
{
    private static readonly string[] s_payloads =
    [
        "<script>window.pwned = 1</script>",
        "<img src=x onerror=\"window.pwned = 1\">",
        "\"><svg onload=\"window.pwned = 1\">",
        "</title></mark></main><script>window.pwned = 1</script>",
        "<iframe src=\"javascript:parent.pwned = 1\"></iframe>",
        "<a href=\"javascript:window.pwned = 1\" autofocus onfocus=\"window.pwned = 1\">silo</a>",
        "<style>main { display: none }</style>",
        "<form action=\"https://elsewhere.example/\"><input name=\"password\"></form>",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://elsewhere.example/\">",
        "<base href=\"https://elsewhere.example/\">",
        "{{constructor.constructor('window.pwned = 1')()}}",
        "&lt;script&gt;window.pwned = 1&lt;/script&gt;",
        "\u202Eliame\u202C <b>bidi</b>",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Feed_WithMarkupInEveryField_IsShownAsTextEverywhere(bool hasPolicy)
    {
        using var data = new TemporaryFolder();
        await using var feeds = await FeedServer.StartAsync(Cancelled);
        feeds.Put("feed.xml", Feed(), "application/rss+xml");
        await using var site = await Site.StartAsync(data.FullPath, Site.SettingsFor(feeds, [("python", "Python", [feeds.MemberAddressOf("feed.xml")])]), Cancelled);
        await site.UntilAsync(async () => await site.CountAsync("silo", Cancelled) >= s_payloads.Length, "hostile posts", Cancelled);
        var hits = (await site.GetAsync("/api/v1/search?q=silo&limit=100", Cancelled))["hits"]!.AsArray();
        // Without the policy, what escapes the encoding runs: it must not be what saves us.
        await using var reader = await Reader.ComeAsync(chromium.Browser, site.Address, new() { BypassCSP = !hasPolicy });

        var posts = hits.Select(hit => $"/posts/{hit!["id"]}");
        string[] pages = ["/", "/search?q=silo", "/search?q=%3Cscript%3Ewindow.pwned%3D1%3C%2Fscript%3E", "/search?q=silo&tag=%22%3E%3Cscript%3E", .. posts];
        foreach (var path in pages)
        {
            await reader.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });

            (await reader.Page.EvaluateAsync<bool>("window.pwned === undefined")).ShouldBeTrue(path);
            (await reader.Page.Locator("main").IsVisibleAsync()).ShouldBeTrue(path);
            (await reader.Page.Locator("iframe, base, svg[onload], [onerror], [onfocus], main style, main img, form[action*='elsewhere'], meta[http-equiv=refresh]").CountAsync()).ShouldBe(0, path);
            (await reader.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('[href]')].map(e => e.href).filter(h => !/^https?:/.test(h))")).ShouldBeEmpty(path);
            reader.Page.Url.ShouldStartWith(site.Address.ToString());
        }

        reader.ShouldHaveHadNoTrouble();
        hits.Select(hit => (string)hit!["title_html"]!).ShouldAllBe(html => !html.Replace("<mark>", "").Replace("</mark>", "").Contains('<'));
        hits.SelectMany(hit => hit!["snippets"]!.AsArray()).Select(snippet => (string)snippet!["html"]!)
            .ShouldAllBe(html => !html.Replace("<mark>", "").Replace("</mark>", "").Contains('<'));
    }

    private static byte[] Feed()
    {
        var items = new StringBuilder();
        foreach (var (index, payload) in s_payloads.Index())
        {
            var text = WebUtility.HtmlEncode(payload);
            items.Append($"""
                <item><title>silo {index} {text}</title><link>https://hostile.example/{index}</link><guid isPermaLink="false">{text}{index}</guid>
                <dc:creator>{text}</dc:creator><category>{text}</category><pubDate>Sat, 01 Nov 2025 10:{index:00}:00 GMT</pubDate>
                <description>&lt;p&gt;silo {text}&lt;/p&gt;&lt;pre&gt;&lt;code class="language-{text}"&gt;{WebUtility.HtmlEncode(text)}&lt;/code&gt;&lt;/pre&gt;</description></item>
                """);
        }

        items.Append("<item><title>silo link</title><link>javascript:window.pwned=1</link><description>silo</description></item>");
        return Encoding.UTF8.GetBytes($"""
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Hostile {WebUtility.HtmlEncode(s_payloads[0])}</title>
            <link>https://hostile.example/</link><description>x</description>{items}</channel></rss>
            """);
    }
}
