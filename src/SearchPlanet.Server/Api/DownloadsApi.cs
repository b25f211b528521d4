using SearchPlanet.Archive;
using SearchPlanet.Feeds.Opml;
using SearchPlanet.Search;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Api;

/// <summary>What leaves in bulk: the subscriptions as OPML, and the posts of any search as JSON Lines without their bodies, which belong to the blogs.</summary>
internal sealed class DownloadsApi(
    LiveIndex live, IArchive archive, SearchPlanetOptions options, ProblemWriter problems)
{
    private const int PageSize = 100;
    private static readonly byte[] _lineEnd = "\n"u8.ToArray();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/sources.opml", OpmlAsync);
        routes.MapRead("/export.ndjson", ExportAsync);
    }

    private async Task OpmlAsync(HttpContext context)
    {
        var feeds = await archive.ListFeedsAsync(context.RequestAborted);
        using var stream = new MemoryStream();
        OpmlWriter.Write(stream, "Subscriptions of " + new Uri(options.PublicUrl).Host, created: null, feeds.Where(feed => feed.State != FeedState.Gone).Select(Subscription));
        await Answers.SendHashedAsync(context, "text/x-opml; charset=utf-8", stream.ToArray(), maxAgeSeconds: 60);
    }

    /// <summary>A feed as an OPML subscription, in its planet's folder.</summary>
    public static OpmlSubscription Subscription(FeedRecord feed) =>
        new(feed.Url, feed.Title, feed.SiteUrl, feed.Planet is null ? [] : [feed.Planet]) { Language = feed.Language };

    // Not through the gate: a dump may run for minutes and takes its time page by page; each page is a bounded search.
    private async Task ExportAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var request = SearchParameters.ReadMatch(reader) with
        {
            Sort = SortOrder.Oldest, Limit = PageSize, Cursor = reader.Text("cursor"), Highlight = false,
        };
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        var aborted = context.RequestAborted;
        var page = live.Searcher.Search(request, aborted);
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        while (true)
        {
            foreach (var hit in page.Hits)
            {
                await context.Response.Body.WriteAsync(ApiJson.Bytes(HitAnswer.Of(hit), ApiJson.Default.HitAnswer), aborted);
                await context.Response.Body.WriteAsync(_lineEnd, aborted);
            }

            if (page.NextCursor is not { } next)
            {
                return;
            }

            page = live.Searcher.Search(request with { Cursor = next }, aborted);
        }
    }
}
