using SearchPlanet.Server.Api;

namespace SearchPlanet.Server.Pages;

/// <summary>The documentation of each problem type, at the type's own address.</summary>
internal sealed class ProblemPages(PageRenderer pages, ErrorPages errors)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapRead("/problems/{slug}", context =>
        Problem.All.FirstOrDefault(problem => problem.Slug == context.Route("slug")) is { } problem
            ? pages.SendAsync<ProblemPage>(context, new() { [nameof(ProblemPage.Problem)] = problem })
            : errors.SendAsync(context, Problem.NotFound));
}
