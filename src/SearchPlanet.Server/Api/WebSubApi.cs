using Microsoft.AspNetCore.Http.Features;
using SearchPlanet.Ingestion;
using SearchPlanet.Ingestion.Push;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Where hubs ask whether we meant it, and deliver: W3C WebSub, sections 5.3 and 7.</summary>
internal sealed class WebSubApi(WebSubSubscriber subscriber, PushIntake intake, IngestionOptions options, ProblemWriter problems)
{
    /// <summary>Deliveries held in memory at once; hubs send again what is turned away.</summary>
    private const int MaxRunning = 8;
    private int _running;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/websub/{token}", VerifyAsync);
        routes.MapPost("/websub/{token}", DeliverAsync);
    }

    private async Task VerifyAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!await subscriber.VerifyAsync(context.Route("token"), query["hub.mode"], query["hub.topic"], query["hub.lease_seconds"], context.RequestAborted))
        {
            await problems.WriteAsync(context, Problem.NotFound, "No such subscription was asked for.");
            return;
        }
        // Plain text, and ResponseHeaders forbids to guess another type: whatever it is, it is never run.
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(query["hub.challenge"].ToString(), context.RequestAborted);
    }

    private async Task DeliverAsync(HttpContext context)
    {
        var token = context.Route("token");
        if (!await intake.ExpectsAsync(token, context.RequestAborted))
        {
            await problems.WriteAsync(context, Problem.NotFound, "There is no such subscription.");
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _running) > MaxRunning)
            {
                context.Response.Headers.RetryAfter = "60";
                await problems.WriteAsync(context, Problem.Overloaded, "Too many deliveries at once.");
                return;
            }

            await TakeAsync(context, token);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task TakeAsync(HttpContext context, string token)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaxBodyBytes;
        }

        if (await JsonBody.ReadBytesAsync(context, options.MaxBodyBytes) is not { } body)
        {
            await problems.WriteAsync(context, Problem.TooLarge);
            return;
        }

        var outcome = await intake.TakeAsync(token, body, context.Request.ContentType, context.Request.Headers["X-Hub-Signature"], context.RequestAborted);
        // Gone tells the hub to end it; what is ignored is acknowledged all the same.
        context.Response.StatusCode = outcome is PushOutcome.Unknown or PushOutcome.Ended ? StatusCodes.Status410Gone : StatusCodes.Status202Accepted;
    }
}
