using SearchPlanet.Archive;
using SearchPlanet.Posts;
using SearchPlanet.Search;
using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Single posts: by id, by address, those like them and those that link to them.</summary>
internal sealed class PostsApi(SearchGate gate, IArchive archive, Answers answers, ProblemWriter problems)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/v1/posts/lookup", LookupAsync);
        routes.MapRead("/api/v1/posts/{id}", PostAsync);
        routes.MapRead("/api/v1/posts/{id}/similar", SimilarAsync);
        routes.MapRead("/api/v1/posts/{id}/links", LinksAsync);
    }

    private async Task PostAsync(HttpContext context)
    {
        if (new ParameterReader(context.Request.Query).Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        await SendPostAsync(context, context.Route("id"));
    }

    private async Task LookupAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var url = reader.Required("url");
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        if (await archive.FindByUrlAsync(url, context.RequestAborted) is not { } post)
        {
            await problems.WriteAsync(context, Problem.NotFound, "No post was ever seen under this address. /api/v1/explain-missing says more.");
            return;
        }

        await SendPostAsync(context, post.Id);
    }

    private async Task SendPostAsync(HttpContext context, string id)
    {
        if (await archive.GetPostAsync(id, context.RequestAborted) is not { } post
            || await gate.RunAsync((searcher, _) => searcher.Get(id), context.RequestAborted) is not { } hit)
        {
            await problems.WriteAsync(context, Problem.NotFound, "There is no post with this id.");
            return;
        }

        var body = ApiJson.Bytes(PostAnswer.Of(hit, post, PostContentReader.Read(post)), ApiJson.Default.PostAnswer);
        await Answers.SendHashedAsync(context, Answers.Json, body, maxAgeSeconds: 60);
    }

    private Task SimilarAsync(HttpContext context) => NeighboursAsync(context, "similar", (id, limit, searcher, token) =>
        ApiJson.Bytes(
            new SimilarAnswer(id, [.. searcher.Similar(id, limit, token).Select(HitAnswer.Of)], searcher.IndexVersion), ApiJson.Default.SimilarAnswer));

    private Task LinksAsync(HttpContext context) => NeighboursAsync(context, "links", (id, limit, searcher, token) =>
    {
        var found = searcher.LinksTo(id, limit, token);
        return ApiJson.Bytes(
            new LinksAnswer(id, found.Total, [.. found.Hits.Select(HitAnswer.Of)], searcher.IndexVersion), ApiJson.Default.LinksAnswer);
    });

    private async Task NeighboursAsync(HttpContext context, string name, Func<string, int, PostSearcher, CancellationToken, byte[]> find)
    {
        var id = context.Route("id");
        var reader = new ParameterReader(context.Request.Query);
        var limit = reader.Number("limit", 10, 1, 100);
        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        if (await gate.RunAsync((searcher, _) => searcher.Get(id), context.RequestAborted) is null)
        {
            await problems.WriteAsync(context, Problem.NotFound, "There is no post with this id.");
            return;
        }

        await answers.SendAsync(context, $"/api/v1/posts/{id}/{name}?limit={limit}", Answers.Json, async () =>
            await gate.RunAsync((searcher, token) => find(id, limit, searcher, token), context.RequestAborted));
    }
}
