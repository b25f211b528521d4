using SearchPlanet.Search;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Searching: results, completions, one facet's values, and counts over time.</summary>
internal sealed class SearchApi(SearchGate gate, Answers answers, ProblemWriter problems)
{
    private const string SearchPath = "/api/v1/search";
    private static readonly string[] _intervals = ["day", "week", "month", "year"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead(SearchPath, SearchAsync);
        routes.MapRead("/api/v1/suggest", SuggestAsync);
        routes.MapRead("/api/v1/facets/{name}", FacetAsync);
        routes.MapRead("/api/v1/trends", TrendsAsync);
    }

    private async Task SearchAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var request = SearchParameters.Read(reader);
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }
        // Shaped on the thread that has searched: what it found is at hand there, and the request has one way to wait for instead of two.
        await answers.SendAsync(context, SearchAddress.Of(SearchPath, request), Answers.Json, () => gate.RunAsync(
            (searcher, budget, _) =>
            {
                var answer = SearchAnswer.Of(request, searcher.Search(request, budget, context.RequestAborted), SearchPath);
                return new Answer(ApiJson.Bytes(answer, ApiJson.Default.SearchAnswer), answer.Page.NextUrl, answer.Partial == true);
            },
            context.RequestAborted));
    }

    private async Task SuggestAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var text = reader.Text("q", 512) ?? "";
        var limit = reader.Number("limit", 8, 1, 20);
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        await answers.SendAsync(context, $"/api/v1/suggest?q={text}&limit={limit}", Answers.Json, async () =>
        {
            if (text.Length == 0)
            {
                return ApiJson.Bytes(SuggestAnswer.Of(text, []), ApiJson.Default.SuggestAnswer);
            }

            return await gate.RunAsync(
                (searcher, _) =>
                {
                    var completions = searcher.Suggest(text, limit, out var areCurrent);
                    return new Answer(ApiJson.Bytes(SuggestAnswer.Of(text, completions), ApiJson.Default.SuggestAnswer), IsPartial: !areCurrent);
                },
                context.RequestAborted);
        });
    }

    private async Task FacetAsync(HttpContext context)
    {
        var name = context.Route("name");
        if (!SearchDimensions.Facets.Contains(name))
        {
            await problems.WriteAsync(
                context, Problem.NotFound, $"There is no facet {name}; there are {string.Join(", ", SearchDimensions.Facets)}.");
            return;
        }

        var reader = new ParameterReader(context.Request.Query);
        var request = SearchParameters.ReadMatch(reader);
        var prefix = reader.Text("prefix", 64);
        var limit = reader.Number("limit", 100, 1, 1000);
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        await answers.SendAsync(context, SearchAddress.Of($"facets/{name}/{limit}/{Uri.EscapeDataString(prefix ?? "")}", request), Answers.Json, async () =>
        {
            var (facet, version) = await gate.RunAsync(
                (searcher, token) => (searcher.FacetValues(name, request, prefix, limit, token), searcher.IndexVersion), context.RequestAborted);
            var values = FacetAnswer.Of(name, facet, request with { Facets = SearchDimensions.DefaultFacets }, SearchPath);
            return ApiJson.Bytes(
                new FacetSearchAnswer(name, prefix, values.Values, values.Other, version), ApiJson.Default.FacetSearchAnswer);
        });
    }

    private async Task TrendsAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var request = SearchParameters.ReadMatch(reader);
        var interval = reader.Choice("interval", _intervals) ?? "month";
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        await answers.SendAsync(context, SearchAddress.Of($"trends/{interval}", request), Answers.Json, async () =>
        {
            var width = Enum.Parse<TrendInterval>(interval, ignoreCase: true);
            var (buckets, version) = await gate.RunAsync(
                (searcher, token) => (searcher.Trends(request, width, token), searcher.IndexVersion), context.RequestAborted);
            return ApiJson.Bytes(
                new TrendsAnswer(request.Query, interval, [.. buckets.Select(SearchAnswer.Bucket.Of)], version), ApiJson.Default.TrendsAnswer);
        });
    }
}
