using System.Net;
using System.Text.Json;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Api;

/// <summary>What operators and their machines ask: alive, ready, and how it is going.</summary>
internal sealed class OperationsApi(LiveIndex live, PrometheusText metrics, SearchPlanetOptions options, ProblemWriter problems)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/healthz", AliveAsync);
        routes.MapRead("/readyz", ReadyAsync);
        routes.MapRead("/metrics", MetricsAsync);
    }

    private static Task AliveAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("ok\n", context.RequestAborted);
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

        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(metrics.Write(), context.RequestAborted);
    }
}
