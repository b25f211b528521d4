using System.Diagnostics;

namespace SearchPlanet.Server.Hosting;

/// <summary>Measures each request and writes one event when it is done. What was asked for is at Debug only; addresses of people not at all.</summary>
internal sealed partial class RequestEvents(RequestDelegate next, Metrics metrics, ILogger<RequestEvents> logger)
{
    private const double SlowMs = 500;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            var status = context.Response.StatusCode;
            metrics.Record(context.Request.Path, status, elapsed);
            Write(context, status, elapsed.TotalMilliseconds);
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
            LogQuery(logger, path, context.Request.QueryString.ToUriComponent());
        }
        if (elapsedMs >= SlowMs)
        {
            LogSlow(logger, context.Request.Method, path, status, elapsedMs);
        }
        else
        {
            LogDone(logger, context.Request.Method, path, status, elapsedMs);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} answered {Status} in {ElapsedMs:0.0} ms")]
    private static partial void LogDone(ILogger logger, string method, string path, int status, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Information, Message = "Slow: {Method} {Path} answered {Status} in {ElapsedMs:0.0} ms")]
    private static partial void LogSlow(ILogger logger, string method, string path, int status, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path} was asked {Query}")]
    private static partial void LogQuery(ILogger logger, string path, string query);
}
