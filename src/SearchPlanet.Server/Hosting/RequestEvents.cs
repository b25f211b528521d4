using System.Diagnostics;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Measures each request and writes one event when it is done. What was asked for is written at Debug only, or when it was slow; addresses of
/// people not at all.
/// </summary>
internal sealed partial class RequestEvents(RequestDelegate next, Metrics metrics, SearchPlanetOptions options, TimeProvider time, ILogger<RequestEvents> logger)
{
    /// <summary>Enough to see what is slow, and few enough to read.</summary>
    private const int SlowLinesASecond = 5;

    /// <summary>A query may have 512 characters, and filters besides; the beginning says enough.</summary>
    private const int MaxQueryLength = 300;

    private readonly double _slowMs = options.Log.SlowMs > 0 ? options.Log.SlowMs : double.PositiveInfinity;
    private readonly EventAllowance _slowLines = new(SlowLinesASecond, time);

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var elapsed = time.GetElapsedTime(started);
            var status = context.Response.StatusCode;
            metrics.RecordAnswer(context.Request.Path, status, elapsed);
            Describe(Activity.Current, context, status);
            Write(context, status, elapsed.TotalMilliseconds);
        }
    }

    // By the route, not the address: what people search for is no business of whoever collects traces.
    private static void Describe(Activity? activity, HttpContext context, int status)
    {
        if (activity is { IsAllDataRequested: true })
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            activity.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
            activity.SetTag("http.request.method", context.Request.Method);
            activity.SetTag("http.route", route);
            activity.SetTag("http.response.status_code", status);
        }
    }

    private void Write(HttpContext context, int status, double elapsedMs)
    {
        // Escaped, so that no address can forge a line of the log.
        var path = context.Request.Path.ToUriComponent();
        if (path is "/healthz" or "/readyz" or "/metrics" || path.StartsWith("/assets/", StringComparison.Ordinal))
        {
            return;
        }

        if (logger.IsEnabled(LogLevel.Debug))
        {
            LogQuery(logger, path, Query(context));
        }

        if (elapsedMs >= _slowMs && _slowLines.TryTake(out var leftOut))
        {
            if (leftOut > 0)
            {
                LogLeftOut(logger, leftOut);
            }

            LogSlow(logger, context.Request.Method, path, Query(context), status, elapsedMs);
        }
        else
        {
            LogDone(logger, context.Request.Method, path, status, Math.Round(elapsedMs, 1));
        }
    }

    private static string Query(HttpContext context) =>
        LogText.Escape(Uri.UnescapeDataString(context.Request.QueryString.Value?.Replace('+', ' ') ?? ""), MaxQueryLength);

    // Of every request, so it is lean: no event id to write as a structure, no format to render beside the number.
    [LoggerMessage(EventId = 0, Level = LogLevel.Information, Message = "{Method} {Path} answered {Status} in {ElapsedMs} ms")]
    private static partial void LogDone(ILogger logger, string method, string path, int status, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slow: {Method} {Path} {Query} answered {Status} in {ElapsedMs:0.0} ms")]
    private static partial void LogSlow(ILogger logger, string method, string path, string query, int status, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slow: {Count} more before this, too many to name each")]
    private static partial void LogLeftOut(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path} was asked {Query}")]
    private static partial void LogQuery(ILogger logger, string path, string query);
}
