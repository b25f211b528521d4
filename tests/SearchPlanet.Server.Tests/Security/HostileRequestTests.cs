using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SearchPlanet.Server.Tests.Security;

/// <summary>Requests that want something else than an answer.</summary>
public sealed class HostileRequestTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("/api/v1/search?q=migrations&limit=1")]
    [InlineData("/search.atom?q=migrations")]
    [InlineData("/search?q=migrations")]
    [InlineData("/sitemap.xml")]
    [InlineData("/opensearch.xml")]
    [InlineData("/robots.txt")]
    [InlineData("/nothing-here")]
    public async Task HostAndForwardedHeaders_ChangeNothing_SoNoCacheIsPoisoned(string url)
    {
        var plain = await SendAsync(url);
        var poisoned = await SendAsync(url,
            ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-For", "6.6.6.6"),
            ("Forwarded", "host=evil.example"), ("X-Original-URL", "/api/v1/tags"), ("X-Rewrite-URL", "/api/v1/tags"), ("X-HTTP-Method-Override", "DELETE"));

        poisoned.Status.ShouldBe(plain.Status);
        poisoned.Headers.ShouldNotContain("evil", Case.Insensitive);
        poisoned.Body.ShouldNotContain("evil.example");
        poisoned.ETag.ShouldBe(plain.ETag);
    }

    [Theory]
    [InlineData("/api/v1/search?q=a%0d%0aSet-Cookie:%20x=1&limit=1")]
    [InlineData("/search?q=a%0d%0aSet-Cookie:%20x=1&sort=newest%0d%0aX-Evil:1")]
    [InlineData("/tags/a%0d%0aSet-Cookie:%20x=1")]
    [InlineData("/sources/a%0d%0aLocation:%20https:%2f%2fevil.example")]
    [InlineData("/%0d%0aSet-Cookie:%20x=1")]
    public async Task LineEnds_InAnAddress_MakeNoHeaders(string url)
    {
        var answer = await SendAsync(url);

        answer.Headers.ShouldNotContain("\nSet-Cookie", Case.Insensitive);
        answer.Headers.ShouldNotContain("\nX-Evil", Case.Insensitive);
        answer.Headers.ShouldNotContain("\nLocation: https://evil", Case.Insensitive);
    }

    [Theory]
    [InlineData("/assets/../appsettings.json")]
    [InlineData("/assets/%2e%2e/appsettings.json")]
    [InlineData("/assets/..%2f..%2fappsettings.json")]
    [InlineData("/assets/....//appsettings.json")]
    [InlineData("/assets/..%5c..%5cappsettings.json")]
    [InlineData("/..%2f..%2f..%2fetc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/appsettings.json")]
    [InlineData("/archive.db")]
    [InlineData("/index-data/archive.db")]
    [InlineData("/.git/config")]
    [InlineData("/posts/..%2f..%2farchive.db")]
    [InlineData("/assets/site.css%00.png")]
    public async Task Paths_OutOfTheSite_LeadNowhere(string path)
    {
        var answer = await SendAsync(path);

        answer.Status.ShouldBeOneOf(400, 404);
        answer.Body.ShouldNotContain("root:");
        answer.Body.ShouldNotContain("DataDirectory");
        answer.Body.ShouldNotContain("SQLite format 3");
    }

    public static TheoryData<string> Bombs =>
    [
        new string('(', 400) + "a" + new string(')', 100),
        string.Concat(Enumerable.Repeat("-", 500)) + "a",
        string.Join(" OR ", Enumerable.Repeat("a*", 120)),
        string.Join(" ", Enumerable.Range(0, 150).Select(n => $"w{n}~")),
        string.Concat(Enumerable.Repeat("\"a b\" ", 80)),
        string.Concat(Enumerable.Repeat("NOT ", 120)) + "a",
        "tag:" + string.Join(',', Enumerable.Range(0, 150).Select(n => $"t{n}")),
        new string('a', 500) + "~",
        string.Concat(Enumerable.Repeat("\U0001F468\u200D", 100)),
        "date:" + new string('9', 400),
        "django:>=" + string.Join('.', Enumerable.Repeat("9", 200)),
    ];

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task QueryBombs_AreAnsweredWithinTheBudget(string query)
    {
        // The server gives a search one second; it must be done or cut off by then, not still be parsing.
        var answer = await SendAsync("/api/v1/search?limit=5&q=" + Uri.EscapeDataString(query));

        answer.Status.ShouldBe(200, answer.Body);
        (await SendAsync("/search?q=" + Uri.EscapeDataString(query))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task ReflectedText_IsEscapedWhereverItComesBack()
    {
        const string Payload = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
        var text = Uri.EscapeDataString(Payload);
        foreach (var url in (string[])[$"/search?q={text}", $"/search?tag={text}", $"/search?sort={text}", $"/tags/{text}", $"/authors/{text}", $"/missing?url={text}", $"/{text}"])
        {
            var answer = await SendAsync(url, ("Accept", "text/html"));
            answer.Body.ShouldNotContain("<script>alert", Case.Insensitive, url);
            answer.Body.ShouldNotContain("<img src=x", Case.Insensitive, url);
        }
        // As JSON and XML it is data, and says so.
        (await SendAsync($"/api/v1/search?q={text}")).Headers.ShouldContain("application/json");
        (await SendAsync($"/api/v1/search?q={text}")).Headers.ShouldContain("X-Content-Type-Options: nosniff");
        (await SendAsync($"/search.atom?q={text}")).Body.ShouldNotContain("<script>");
    }

    // Over a socket: HttpClient would mend what must go over the wire as it is.
    private async Task<(int Status, string Headers, string Body, string ETag)> SendAsync(string target, params (string Name, string Value)[] headers)
    {
        var address = server.Client.BaseAddress!;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var host = headers.Any(header => header.Name == "Host") ? "" : $"Host: {address.Authority}\r\n";
        var request = $"GET {target} HTTP/1.1\r\n{host}{string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = answer[..end];
        var tag = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase)) ?? "";
        return (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), head, answer[end..], tag);
    }
}
