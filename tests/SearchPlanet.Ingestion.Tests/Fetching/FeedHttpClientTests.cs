using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SearchPlanet.Ingestion.Fetching;
using SearchPlanet.Ingestion.Scheduling;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Fetching;

public sealed class FeedHttpClientTests : IAsyncLifetime
{
    private const string Feed = "<rss version=\"2.0\"><channel><title>Wild</title></channel></rss>";

    private static readonly AddressGuard LoopbackGuard = GuardOfLoopback();

    private readonly WildServer _server = new();

    // Tests that are not about time have plenty of it: on a busy machine a TLS handshake alone may take ten seconds.
    private readonly IngestionOptions _options = new()
    {
        DomainPause = TimeSpan.Zero,
        MaxBodyBytes = 100_000,
        ConnectTimeout = TimeSpan.FromMinutes(2),
        HeaderTimeout = TimeSpan.FromMinutes(2),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Fetch_Document_BodyAndHeadersVerbatim()
    {
        _server.On("/feed", WildAnswer.Of(200, Feed, ("ETag", "W/\"a\\b,c\""), ("Last-Modified", "yesterday-ish"), ("Content-Type", "text/xml; charset=utf-8")));
        var result = await FetchAsync("/feed");
        result.Outcome.ShouldBe(FetchOutcome.Content);
        Text(result).ShouldBe(Feed);
        result.ETag.ShouldBe("W/\"a\\b,c\"");
        result.LastModified.ShouldBe("yesterday-ish");
        result.ContentType.ShouldBe("text/xml; charset=utf-8");
        result.PermanentUrl.ShouldBeNull();
    }

    [Fact]
    public async Task Fetch_Document_RequestIsHonestAndBare()
    {
        _server.On("/feed", WildAnswer.Of(200, Feed, ("Set-Cookie", "id=1")));
        using var client = Client();
        client.FeedCount = 7;
        await client.FetchAsync(new FetchRequest(_server.Url("/feed")), Cancel);
        await client.FetchAsync(new FetchRequest(_server.Url("/feed")), Cancel);
        var headers = _server.Requests[1].Headers;
        headers["User-Agent"].ShouldBe("SearchPlanet/0.1 (+https://planet.example; ops@planet.example; 7 feeds)");
        headers["Accept-Encoding"].ShouldBe("gzip, deflate, br");
        headers.Keys.ShouldBe(["Host", "User-Agent", "Accept", "Accept-Encoding"], ignoreOrder: true);
    }

    [Fact]
    public async Task Fetch_WithValidators_SentVerbatimAnd304IsNotModified()
    {
        _server.On("/feed", request => request.Headers.GetValueOrDefault("If-None-Match") == "odd tag\xe9" && request.Headers.GetValueOrDefault("If-Modified-Since") == "Fri, 1 Jan 99"
            ? WildAnswer.Of(304)
            : WildAnswer.Of(200, Feed));
        var result = await FetchAsync(new FetchRequest(_server.Url("/feed"), "odd tag\xe9", "Fri, 1 Jan 99"));
        result.Outcome.ShouldBe(FetchOutcome.NotModified);
    }

    [Fact]
    public async Task Fetch_304WithoutValidators_IsAnError()
    {
        _server.On("/feed", WildAnswer.Of(304));
        (await FetchAsync("/feed")).Outcome.ShouldBe(FetchOutcome.HttpError);
    }

    [Theory]
    [InlineData(204, FetchOutcome.Content)]
    [InlineData(401, FetchOutcome.Denied)]
    [InlineData(403, FetchOutcome.Denied)]
    [InlineData(404, FetchOutcome.NotFound)]
    [InlineData(410, FetchOutcome.Gone)]
    [InlineData(418, FetchOutcome.HttpError)]
    [InlineData(429, FetchOutcome.Throttled)]
    [InlineData(500, FetchOutcome.HttpError)]
    [InlineData(503, FetchOutcome.Throttled)]
    public async Task Fetch_Status_HasItsOutcome(int status, FetchOutcome outcome)
    {
        _server.On("/feed", WildAnswer.Of(status, ("Retry-After", "90")));
        var result = await FetchAsync("/feed");
        result.Outcome.ShouldBe(outcome);
        result.Status.ShouldBe(status);
        result.RetryAfter.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    [InlineData("gzip, br")]
    [InlineData("undeclared gzip")]
    [InlineData("gzip of plain text")]
    public async Task Fetch_Encoded_IsDecoded(string encoding)
    {
        var feed = Encoding.UTF8.GetBytes(Feed);
        var (header, body) = encoding switch
        {
            "deflate" => (encoding, Pack(feed, stream => new ZLibStream(stream, CompressionLevel.Optimal))),
            "raw deflate" => ("deflate", Pack(feed, stream => new DeflateStream(stream, CompressionLevel.Optimal))),
            "br" => (encoding, Pack(feed, stream => new BrotliStream(stream, CompressionLevel.Optimal))),
            "gzip, br" => (encoding, Pack(WildAnswer.Gzip(feed), stream => new BrotliStream(stream, CompressionLevel.Optimal))),
            "undeclared gzip" => ("identity", WildAnswer.Gzip(feed)),
            "gzip of plain text" => ("gzip", feed),
            _ => (encoding, WildAnswer.Gzip(feed)),
        };
        _server.On("/feed", WildAnswer.Of(200, body, ("Content-Encoding", header)));
        var result = await FetchAsync("/feed");
        result.Outcome.ShouldBe(FetchOutcome.Content, result.Error);
        Text(result).ShouldBe(Feed);
    }

    [Theory]
    [InlineData("gzip, gzip, gzip")]
    [InlineData("zstd")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Fetch_EncodingUnknownOrBroken_Malformed(string encoding)
    {
        _server.On("/feed", WildAnswer.Of(200, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], ("Content-Encoding", encoding)));
        (await FetchAsync("/feed")).Outcome.ShouldBe(FetchOutcome.Malformed);
    }

    [Theory]
    [InlineData("declared")]
    [InlineData("endless")]
    [InlineData("bomb")]
    [InlineData("bomb in a bomb")]
    public async Task Fetch_TooLarge_EndsByName(string how)
    {
        var megabyte = new string(' ', 1 << 20);
        _server.On("/feed", how switch
        {
            "declared" => WildAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<rss>"),
            "endless" => WildAnswer.Endless(megabyte, TimeSpan.Zero),
            "bomb" => WildAnswer.Of(200, WildAnswer.GzipBomb(50), ("Content-Encoding", "gzip")),
            _ => WildAnswer.Of(200, WildAnswer.Gzip(WildAnswer.GzipBomb(50)), ("Content-Encoding", "gzip, gzip")),
        });
        (await FetchAsync("/feed")).Outcome.ShouldBe(FetchOutcome.ResponseTooLarge);
    }

    [Theory]
    [InlineData("silence", FetchOutcome.TimedOut)]
    [InlineData("dripping head", FetchOutcome.TimedOut)]
    [InlineData("stalled body", FetchOutcome.TooSlow)]
    [InlineData("dripping body", FetchOutcome.TooSlow)]
    [InlineData("long body", FetchOutcome.TimedOut)]
    public async Task Fetch_TooSlow_EndsByName(string how, FetchOutcome outcome)
    {
        _options.HeaderTimeout = TimeSpan.FromSeconds(1);
        _options.StallTimeout = TimeSpan.FromMilliseconds(500);
        _options.BodyTimeout = TimeSpan.FromSeconds(2);
        _server.On("/feed", how switch
        {
            "silence" => WildAnswer.Silence,
            "dripping head" => new WildAnswer(async (stream, cancel) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-Slow: "u8.ToArray(), cancel);
                while (true)
                {
                    await stream.WriteAsync("z"u8.ToArray(), cancel);
                    await Task.Delay(50, cancel);
                }
            }),
            "stalled body" => new WildAnswer(async (stream, cancel) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>"u8.ToArray(), cancel);
                await WildAnswer.Silence.Write(stream, cancel);
            }),
            "dripping body" => WildAnswer.Endless("<", TimeSpan.FromMilliseconds(50)),
            _ => WildAnswer.Endless(new string(' ', 2000), TimeSpan.FromMilliseconds(100)),
        });
        var result = await FetchAsync("/feed");
        result.Outcome.ShouldBe(outcome);
        result.Error.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 500\r\n\r\n<rss>")]
    [InlineData("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n")]
    public async Task Fetch_BrokenOff_KeepsWhatCameButNoValidators(string answer)
    {
        _server.On("/feed", WildAnswer.Raw(answer));
        var result = await FetchAsync("/feed");
        result.Outcome.ShouldBe(FetchOutcome.Content);
        result.IsTruncated.ShouldBeTrue();
        Text(result).ShouldBe("<rss>");
        result.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Fetch_GzipBrokenOff_KeepsWhatCouldBeRead()
    {
        var packed = WildAnswer.Gzip(RandomNumberGenerator.GetBytes(50_000));
        _server.On("/feed", WildAnswer.Of(200, packed[..40_000], ("Content-Encoding", "gzip")));
        var result = await FetchAsync("/feed");
        result.IsTruncated.ShouldBeTrue();
        result.Body.Length.ShouldBeInRange(1, 50_000);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 999999 What\r\n\r\n")]
    [InlineData("")]
    public async Task Fetch_NotHttp_Malformed(string answer)
    {
        _server.On("/feed", WildAnswer.Raw(answer));
        (await FetchAsync("/feed")).Outcome.ShouldBe(FetchOutcome.Malformed);
    }

    [Fact]
    public async Task Fetch_EndlessHeaders_Malformed()
    {
        _server.On("/feed", new WildAnswer(async (stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancel);
            while (true)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-More: {new string('z', 1000)}\r\n"), cancel);
            }
        }));
        (await FetchAsync("/feed")).Outcome.ShouldBe(FetchOutcome.Malformed);
    }

    [Fact]
    public async Task Fetch_PermanentThenTemporary_PermanentPartIsTold()
    {
        _server.On("/a", WildAnswer.Redirect(301, "/b")).On("/b", WildAnswer.Redirect(308, "c")).On("/c", WildAnswer.Redirect(302, "/d"))
            .On("/d", WildAnswer.Redirect(301, "/e#part")).On("/e", WildAnswer.Of(200, Feed));
        var result = await FetchAsync("/a");
        result.Outcome.ShouldBe(FetchOutcome.Content);
        result.Url.ShouldBe(_server.Url("/e"));
        result.PermanentUrl.ShouldBe(_server.Url("/c"));
        result.Hops.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    public async Task Fetch_TemporaryRedirect_NothingPermanent(int status)
    {
        _server.On("/a", WildAnswer.Redirect(status, "/b")).On("/b", WildAnswer.Of(200, Feed));
        (await FetchAsync("/a")).PermanentUrl.ShouldBeNull();
    }

    [Fact]
    public async Task Fetch_LocationInUtf8_IsFollowed()
    {
        _server.On("/a", WildAnswer.Redirect(302, Encoding.Latin1.GetString("/früh"u8))).On("/fr%C3%BCh", WildAnswer.Of(200, Feed));
        (await FetchAsync("/a")).Outcome.ShouldBe(FetchOutcome.Content);
    }

    [Fact]
    public async Task Fetch_RedirectLoop_BadRedirect()
    {
        _server.On("/a", WildAnswer.Redirect(301, "/b")).On("/b", WildAnswer.Redirect(302, "/a"));
        (await FetchAsync("/a")).Outcome.ShouldBe(FetchOutcome.BadRedirect);
        _server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Fetch_EndlessRedirects_BadRedirect()
    {
        _server.On("/a", request => WildAnswer.Redirect(302, "/a?" + Guid.NewGuid()));
        (await FetchAsync("/a")).Outcome.ShouldBe(FetchOutcome.BadRedirect);
        _server.Requests.Count.ShouldBe(_options.MaxRedirects + 1);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://127.0.0.1:1/")]
    public async Task Fetch_RedirectToPrivateAddress_Refused(string target)
    {
        _server.On("/a", WildAnswer.Redirect(302, target));
        var result = await FetchAsync("/a");
        result.Outcome.ShouldBe(FetchOutcome.Refused, result.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://")]
    public async Task Fetch_RedirectToNowhere_BadRedirect(string target)
    {
        _server.On("/a", WildAnswer.Redirect(302, target));
        (await FetchAsync("/a")).Outcome.ShouldBe(FetchOutcome.BadRedirect);
    }

    [Fact]
    public async Task Fetch_NameThatRebinds_ConnectedAddressCounts()
    {
        // The first answer is public, as a check before connecting would see it; the second is the loopback.
        var answers = new Queue<IPAddress>([IPAddress.Parse("203.0.113.9"), IPAddress.Loopback]);
        var asked = 0;
        _server.On("/feed", WildAnswer.Of(200, Feed));
        var guard = new AddressGuard(new IngestionOptions { AllowedPorts = { _server.Port } });
        using var client = Client(guard, (_, _) =>
        {
            asked++;
            return Task.FromResult(new[] { answers.Dequeue() });
        });
        for (var i = 0; i < 2; i++)
        {
            (await client.FetchAsync(new FetchRequest(new Uri($"http://rebind.example:{_server.Port}/feed")), Cancel)).Outcome.ShouldBe(FetchOutcome.Refused);
        }

        asked.ShouldBe(2);
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fetch_NameWithPrivateAndPublicAddresses_PrivateIsNotTried()
    {
        _server.On("/feed", WildAnswer.Of(200, Feed));
        using var client = Client(new AddressGuard(new IngestionOptions { AllowedPorts = { _server.Port } }), (_, _) => Task.FromResult(new[] { IPAddress.Loopback, IPAddress.IPv6Loopback }));
        (await client.FetchAsync(new FetchRequest(new Uri($"http://both.example:{_server.Port}/feed")), Cancel)).Outcome.ShouldBe(FetchOutcome.Refused);
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fetch_NobodyThere_Unreachable()
    {
        var url = _server.Url("/feed");
        await _server.StopAsync();
        (await FetchAsync(new FetchRequest(url))).Outcome.ShouldBe(FetchOutcome.Unreachable);
    }

    [Fact]
    public async Task Fetch_NameUnknown_Unreachable()
    {
        using var client = Client(new AddressGuard(new IngestionOptions()), (_, _) => Task.FromResult(Array.Empty<IPAddress>()));
        (await client.FetchAsync(new FetchRequest(new Uri("http://nowhere.example/")), Cancel)).Outcome.ShouldBe(FetchOutcome.Unreachable);
    }

    [Fact]
    public async Task Fetch_CertificateOfNobody_InsecureConnection()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=somebody.else", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var server = new WildServer(certificate);
        server.On("/feed", WildAnswer.Of(200, Feed));
        (await FetchAsync(new FetchRequest(server.Url("/feed")))).Outcome.ShouldBe(FetchOutcome.InsecureConnection);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fetch_Cancelled_Throws()
    {
        _server.On("/feed", WildAnswer.Silence);
        using var cancel = new CancellationTokenSource(100);
        using var client = Client();
        await Should.ThrowAsync<OperationCanceledException>(() => client.FetchAsync(new FetchRequest(_server.Url("/feed")), cancel.Token));
    }

    [Fact]
    public async Task Fetch_ManyAtOnceOfOneDomain_OneAtATime()
    {
        _server.On("/feed", new WildAnswer(async (stream, cancel) =>
        {
            await Task.Delay(20, cancel);
            await WildAnswer.Of(200, Feed).Write(stream, cancel);
        }));
        using var client = Client();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.FetchAsync(new FetchRequest(_server.Url("/feed")), Cancel)));
        results.ShouldAllBe(result => result.Outcome == FetchOutcome.Content);
        _server.PeakConcurrency.ShouldBe(1);
    }

    private static string Text(FetchResult result) => Encoding.UTF8.GetString(result.Body.Span);

    private static byte[] Pack(byte[] body, Func<Stream, Stream> open)
    {
        var packed = new MemoryStream();
        using (var stream = open(packed))
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }

    private Task<FetchResult> FetchAsync(string path) => FetchAsync(new FetchRequest(_server.Url(path)));

    private async Task<FetchResult> FetchAsync(FetchRequest request)
    {
        using var client = Client();
        return await client.FetchAsync(request, Cancel);
    }

    private static AddressGuard GuardOfLoopback()
    {
        // Port 1 of the loopback stays refused: servers are given ports above the well-known ones.
        var options = new IngestionOptions();
        foreach (var port in Enumerable.Range(1024, 64512))
        {
            options.AllowedPrivateHosts.Add($"127.0.0.1:{port}");
        }

        return new AddressGuard(options);
    }

    private FeedHttpClient Client() => Client(LoopbackGuard);

    private FeedHttpClient Client(AddressGuard guard, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new(
        _options,
        new CrawlerIdentity("https://planet.example", "ops@planet.example"),
        guard,
        new DomainGate(_options, TimeProvider.System),
        TimeProvider.System,
        FeedHttpHandler.Create(_options, guard, resolve));
}
