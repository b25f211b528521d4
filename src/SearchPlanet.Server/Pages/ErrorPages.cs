using SearchPlanet.Server.Api;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Pages;

/// <summary>Gives errors that have no body yet one: a page for people, a problem for programs.</summary>
internal sealed class ErrorPages(PageRenderer pages, ProblemWriter problems)
{
    public Task SendAsync(HttpContext context, Problem problem, string? detail = null) => ProblemWriter.WantsPage(context.Request)
        ? pages.SendAsync<ErrorPage>(context, problem.Status, new() { [nameof(ErrorPage.Problem)] = problem, [nameof(ErrorPage.Detail)] = detail })
        : problems.WriteAsync(context, problem, detail);

    public Task SendAsync(HttpContext context) => SendAsync(context, Problem.ForStatus(context.Response.StatusCode));
}
