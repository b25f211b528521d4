using SearchPlanet.Search;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Pages;

/// <summary>The API's page, and where its forms lead without scripts.</summary>
internal sealed class ApiPages(SearchGate gate, PageRenderer pages, ErrorPages errors)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api", PageAsync);
        routes.MapRead("/api/try/{operation}", TryAsync);
    }

    private Task PageAsync(HttpContext context) => pages.SendAsync<ApiPage>(context, "/api", () => gate.RunAsync(
        (searcher, token) => new Dictionary<string, object?>
        {
            [nameof(ApiPage.Newest)] = searcher.Search(new SearchRequest { Sort = SortOrder.Newest, Limit = 1, Highlight = false, Facets = [] }, token).Hits is [var newest, ..] ? newest : null,
        },
        context.RequestAborted));

    // A form can neither put a value into a path nor leave an empty one out.
    private Task TryAsync(HttpContext context)
    {
        var operation = ApiOperation.Public.FirstOrDefault(known => known.Id == context.Route("operation"));
        if (operation is null)
        {
            return errors.SendAsync(context, Problem.NotFound, "There is no such operation.");
        }

        context.Response.Redirect(operation.AddressFor(name => context.Request.Query[name]) ?? $"/api#{operation.Id}");
        return Task.CompletedTask;
    }
}
