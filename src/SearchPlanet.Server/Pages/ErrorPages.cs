using System.Collections.Concurrent;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Pages;

/// <summary>Tells of failures: a page for people, a problem for programs.</summary>
internal sealed class ErrorPages(PageRenderer pages, ProblemWriter problems)
{
    // What a server says that has no time must not take any: these are few, and always the same.
    private readonly ConcurrentDictionary<(Problem, string?), byte[]> _passing = new();

    public async Task SendAsync(HttpContext context, Problem problem, string? detail = null)
    {
        if (!ProblemWriter.WantsPage(context.Request))
        {
            await problems.WriteAsync(context, problem, detail);
            return;
        }

        if (!problem.MayPass)
        {
            await WriteAsync(context, problem, await RenderAsync(problem, detail));
            return;
        }

        if (!_passing.TryGetValue((problem, detail), out var body))
        {
            body = await RenderAsync(problem, detail);
            _passing[(problem, detail)] = body;
        }

        await WriteAsync(context, problem, body);
    }

    public Task SendAsync(HttpContext context) => SendAsync(context, Problem.ForStatus(context.Response.StatusCode));

    private Task<byte[]> RenderAsync(Problem problem, string? detail) =>
        pages.RenderAsync<ErrorPage>(new() { [nameof(ErrorPage.Problem)] = problem, [nameof(ErrorPage.Detail)] = detail });

    private static Task WriteAsync(HttpContext context, Problem problem, byte[] body)
    {
        ProblemWriter.Begin(context.Response, problem);
        context.Response.ContentType = PageRenderer.Html;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
