using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using SearchPlanet.Engine.Store;
using SearchPlanet.Search;
using SearchPlanet.Search.QueryLanguage;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Indexing;
using SearchPlanet.Server.Pages;

namespace SearchPlanet.Server.Hosting;

/// <summary>Turns what handlers throw into problems, or pages that tell of them. The caller learns what to do; the fault itself goes to the log only.</summary>
internal sealed class ExceptionMapper(ErrorPages errors, ProblemWriter problems, LiveIndex live, ILogger<ExceptionMapper> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case QuerySyntaxException syntax:
                await problems.WriteAsync(httpContext, Problem.InvalidQuery, $"{syntax.Code} at character {syntax.At}; without strict=1: {syntax.Message}.", json =>
                {
                    json.WriteString("code", syntax.Code);
                    json.WriteNumber("at", syntax.At);
                });
                return true;
            case StaleCursorException stale:
                await errors.SendAsync(httpContext, Problem.StaleCursor, stale.Message);
                return true;
            case OverloadedException:
                await errors.SendAsync(httpContext, Problem.Overloaded);
                return true;
            case TimeoutException:
                await errors.SendAsync(httpContext, Problem.Timeout);
                return true;
            case CorruptIndexException damage:
                if (live.ReportDamage())
                {
                    logger.LogError(damage, "The index is broken and is made anew from the archive");
                }

                await errors.SendAsync(httpContext, Problem.NotReady, "A part of the index is damaged. It is being made anew from the archive.");
                return true;
            case DbException:
                logger.LogWarning(exception, "The archive failed while answering {Path}", httpContext.Request.Path.ToUriComponent());
                await errors.SendAsync(httpContext, Problem.NotReady, "The archive cannot be reached at the moment.");
                return true;
            case BadHttpRequestException bad:
                await errors.SendAsync(httpContext, Problem.ForStatus(bad.StatusCode), bad.Message);
                return true;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                // Nobody is listening any more; 499 is what proxies log for it.
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            default:
                logger.LogError(exception, "Failed to answer {Path} ({TraceId})", httpContext.Request.Path.ToUriComponent(), ProblemWriter.TraceOf(httpContext));
                await errors.SendAsync(httpContext, Problem.Internal);
                return true;
        }
    }
}
