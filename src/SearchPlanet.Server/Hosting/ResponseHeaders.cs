namespace SearchPlanet.Server.Hosting;

/// <summary>The headers of every answer: what a browser may do with it, and who may read it.</summary>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    /// <summary>Nothing inline, nothing from elsewhere, no framing, forms only to us.</summary>
    private const string PagePolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = PagePolicy;
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.XFrameOptions = "DENY";
        if (IsOpen(context.Request.Path))
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = "ETag, Link, Retry-After";
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
                headers.AccessControlAllowHeaders = "Accept, If-None-Match";
                headers.AccessControlMaxAge = "86400";
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }
        }

        return next(context);
    }

    // Public data, read-only, no cookies anywhere: any page of the web may read it.
    private static bool IsOpen(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal)
        || path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || path.Value is "/search.atom" or "/search.json" or "/sources.opml" or "/export.ndjson" or "/opensearch.xml";
}
