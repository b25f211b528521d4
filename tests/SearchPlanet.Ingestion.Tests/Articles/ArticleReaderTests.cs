using System.Text;
using SearchPlanet.Ingestion.Tests.Pipeline;
using SearchPlanet.Testing;

namespace SearchPlanet.Ingestion.Tests.Articles;

public sealed class ArticleReaderTests : IAsyncLifetime
{
    private IngestionBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await IngestionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("", true)]
    [InlineData("User-agent: *\nDisallow: /posts/", false)]
    public async Task Run_ExcerptOnlyFeed_ArticleIsReadWhereRobotsAllowIt(string robots, bool isRead)
    {
        var link = _bench.Server.Url("/posts/1");
        var body = string.Concat(Enumerable.Range(1, 8).Select(i => $"<p>Paragraph {i} of the whole article says what the excerpt leaves out, at some length.</p>"));
        _bench.Server.On("/robots.txt", WildAnswer.Of(200, robots))
            .On("/posts/1", WildAnswer.Of(200, $"<html><body><nav><a href=/>Home</a></nav><article>{body}</article></body></html>", ("Content-Type", "text/html")))
            .On("/feed", WildAnswer.Of(200, $"<rss version=\"2.0\"><channel><title>Excerpts</title><item><title>Whole articles</title><link>{link}</link><guid>1</guid><description>The article says &amp;hellip; [...]</description></item></channel></rss>"));
        var feed = await _bench.SubscribeAsync("/feed");
        _bench.Options.WholeArticles.Add(feed.Url);
        await _bench.CheckAsync(feed);
        var post = (await _bench.Archive.FindByUrlAsync(link.AbsoluteUri, Cancel))!;
        if (isRead)
        {
            post.Html!.ShouldContain("Paragraph 8");
        }

        _bench.Server.Requests.Any(request => request.Target == "/posts/1").ShouldBe(isRead);
        post.IsExcerpt.ShouldBe(!isRead);

        // The next check brings the excerpt again, and changes nothing.
        var sequence = await _bench.Archive.GetLastSequenceAsync(Cancel);
        await _bench.CheckAsync(feed);
        (await _bench.Archive.GetLastSequenceAsync(Cancel)).ShouldBe(sequence);
        _bench.Server.Requests.Count(request => request.Target == "/posts/1").ShouldBe(isRead ? 1 : 0);
    }

    [Fact]
    public async Task Run_PageInAnotherEncoding_IsReadInIt()
    {
        var link = _bench.Server.Url("/posts/1");
        var body = string.Concat(Enumerable.Range(1, 8).Select(i => $"<p>Абзац {i} всей статьи говорит то, чего в начале её нет, и довольно длинно, чтобы быть статьёй.</p>"));
        var page = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes($"<html><head><meta charset=\"windows-1251\"></head><body><article>{body}</article></body></html>");
        _bench.Server.On("/robots.txt", WildAnswer.Of(404))
            .On("/posts/1", WildAnswer.Of(200, page, ("Content-Type", "text/html")))
            .On("/feed", WildAnswer.Of(200, $"<rss version=\"2.0\"><channel><title>Excerpts</title><item><title>Вся статья</title><link>{link}</link><guid>1</guid><description>Статья говорит […]</description></item></channel></rss>"));
        var feed = await _bench.SubscribeAsync("/feed");
        _bench.Options.WholeArticles.Add(feed.Url);
        await _bench.CheckAsync(feed);
        (await _bench.Archive.FindByUrlAsync(link.AbsoluteUri, Cancel))!.Html!.ShouldContain("Абзац 8 всей статьи");
    }

    [Fact]
    public async Task Run_NotAskedFor_NoPageIsFetched()
    {
        _bench.Server.On("/feed", WildAnswer.Of(200, $"<rss version=\"2.0\"><channel><title>Excerpts</title><item><title>A</title><link>{_bench.Server.Url("/posts/1")}</link><description>Begins […]</description></item></channel></rss>"));
        await _bench.CheckAsync(await _bench.SubscribeAsync("/feed"));
        _bench.Server.Requests.ShouldHaveSingleItem();
    }
}
