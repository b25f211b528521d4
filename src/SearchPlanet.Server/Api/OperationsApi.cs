using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using SearchPlanet.Archive;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Api;

/// <summary>What operators and their machines ask: alive, ready, and how it is going.</summary>
internal sealed class OperationsApi(LiveIndex live, IArchive archive, SearchGate gate, Metrics metrics, SearchPlanetOptions options, ProblemWriter problems)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/healthz", context => context.Response.WriteAsync("ok\n", context.RequestAborted));
        routes.MapRead("/readyz", ReadyAsync);
        routes.MapRead("/metrics", MetricsAsync);
    }

    private async Task ReadyAsync(HttpContext context)
    {
        var isReady = live.IsReady || !options.Has(Role.Search);
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (!isReady)
        {
            context.Response.Headers.RetryAfter = "1";
        }
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = Answers.Json;
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteString("status", isReady ? "ready" : "starting");
        json.WriteString("indexer", live.Phase.ToString());
        json.WriteNumber("posts", live.Searcher.Count);
        json.WriteNumber("behind", live.Behind);
        json.WriteString("trouble", live.Trouble);
        json.WriteEndObject();
    }

    private async Task MetricsAsync(HttpContext context)
    {
        var isPrivate = options.Http.ManagementPort is { } port
            ? context.Connection.LocalPort == port
            : context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && !context.Request.Headers.ContainsKey("X-Forwarded-For");
        if (!isPrivate)
        {
            await problems.WriteAsync(context, Problem.Forbidden);
            return;
        }
        var text = new StringBuilder(4096);
        metrics.WriteTo(text);
        void Gauge(string name, string help, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
        Gauge("searchplanet_index_posts", "Posts in the index.", live.Searcher.Count);
        Gauge("searchplanet_index_behind", "Changes of the archive not indexed yet.", live.Behind);
        Gauge("searchplanet_index_sequence", "Archive sequence number up to which the index has read.", live.Searcher.LastSequence);
        Gauge("searchplanet_search_waiting", "Searches waiting for their turn.", gate.Waiting);
        Gauge("searchplanet_memory_bytes", "Memory of the process.", Environment.WorkingSet);
        Gauge("searchplanet_gc_heap_bytes", "Bytes on the managed heap.", GC.GetTotalMemory(forceFullCollection: false));
        var feeds = await archive.ListFeedsAsync(context.RequestAborted);
        text.Append("# HELP searchplanet_feeds Subscriptions by state.\n# TYPE searchplanet_feeds gauge\n");
        foreach (var state in Enum.GetValues<FeedState>())
        {
            text.Append(CultureInfo.InvariantCulture, $"searchplanet_feeds{{state=\"{state.ToString().ToLowerInvariant()}\"}} {feeds.Count(feed => feed.State == state)}\n");
        }
        Gauge("searchplanet_feeds_failing", "Active feeds whose last fetch failed.", feeds.Count(feed => feed is { State: FeedState.Active, LastError: not null }));
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
