using SearchPlanet.Server.Api;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Pages;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Bounds the requests inside, whatever they wait for: the archive, a slow reader, a turn. What goes beyond is turned away at the door. Machines
/// that ask whether all is well are let in always.
/// </summary>
internal sealed class RequestLimit(RequestDelegate next, SearchPlanetOptions options, ErrorPages errors)
{
    private int _inside;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is "/healthz" or "/readyz" or "/metrics")
        {
            await next(context);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _inside) > options.Http.MaxRequests)
            {
                await errors.SendAsync(context, Problem.Overloaded);
            }
            else
            {
                await next(context);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
